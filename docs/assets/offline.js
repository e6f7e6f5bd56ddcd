/* In a copy that is opened as files: start the search from its text, which is put above this. */
(function () {
  "use strict";
  if (location.protocol !== "file:" || typeof __searchWorker !== "string") {
    return;
  }
  var text = new Blob([__searchWorker], { type: "text/javascript" });
  var address = URL.createObjectURL(text);
  var Original = window.Worker;
  window.Worker = function (wanted, options) {
    var isSearch = /\/workers\/search\.\w+\.min\.js$/.test(String(wanted));
    return new Original(isSearch ? address : wanted, options);
  };
  window.Worker.prototype = Original.prototype;
})();
