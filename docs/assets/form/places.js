/* Where a word stands, and whether it could be a name there: the same, method for method, as
   patternbook/confidentiality/context.py. The words of the grammar come as data. */

(() => {
  "use strict";
  const form = globalThis.PatternbookForm;
  const { strip, isSpace, isUpper, isTitle, plain, at } = form.text;

  const ABBREVIATIONS = new Set(["a m", "p m", "e g", "i e", "c f"]);

  /* Returns what tells of a word among others where it stands. */
  function placesFor({ grammar, expressions, lists }) {
    const anywhere = (name) => new RegExp(expressions[name], "u");
    const right = (name) => new RegExp(expressions[name], "yu");
    const ENDS_A_SENTENCE = anywhere("endsASentence");
    const OPENS_A_QUOTATION = anywhere("opensAQuotation");
    const CLOSES_A_QUOTATION = right("closesAQuotation");
    const FIGURE = right("figure");
    const g = grammar;
    const isIn = (word, ...sets) => sets.some((set) => set.has(word));
    const isOneOf = (word, ...some) => some.includes(word);

    /* Whether a word says what somebody does or did. */
    const acts = (word) =>
      word !== null && (g.DOES.has(word) || (word.endsWith("ed") && !g.ED.has(word)));
    const without = (word, ending) =>
      word.endsWith(ending) ? word.slice(0, word.length - ending.length) : word;
    /* Whether a word can be the verb of a sentence whose subject comes before it. */
    const isFinite = (word) =>
      word !== null &&
      (g.IS.has(without(word, "n't")) || g.IS.has(without(word, "'s")) || acts(word));

    return class Place {
      constructor(every, number) {
        this.every = every;
        this.number = number;
      }

      // --- Where it stands ---------------------------------------------------------------------

      beginsASentence() {
        const { texts, gaps } = this.every;
        const gap = gaps[this.number];
        if (this.number === 0 || gap.includes("\n")) return true;
        const before = texts.slice(Math.max(0, this.number - 5), this.number).map(plain);
        if (
          OPENS_A_QUOTATION.test(gap) &&
          !(before.some((word) => g.NAMED.has(word)) && this.isQuotedAlone())
        ) {
          return true;
        }
        return ENDS_A_SENTENCE.test(gap) && !g.TITLES.has(before.at(-1));
      }

      isShouted() {
        const { texts, gaps } = this.every;
        return (
          g.EMPHASIS.has(plain(texts[this.number])) ||
          [this.number - 1, this.number + 1].some(
            (beside) =>
              beside >= 0 &&
              beside < texts.length &&
              isUpper(texts[beside]) &&
              texts[beside].length > 1 &&
              isSpace(gaps[Math.max(beside, this.number)]),
          )
        );
      }

      shoutsAName() {
        const [base] = this.base();
        return (
          isIn(base, lists.likelyNames, lists.surnames, lists.places) ||
          (lists.possibleNames.has(base) && isFinite(this.verb()))
        );
      }

      belongsToAFigure() {
        const before = this.gapBefore.replace(/['’]+$/, "");
        return /\p{Nd}$/u.test(before) || at(FIGURE, this.gapAfter, 0) !== null;
      }

      isAbbreviated() {
        const { texts, gaps } = this.every;
        return [this.number - 1, this.number].some(
          (first) =>
            first >= 0 &&
            ABBREVIATIONS.has(texts.slice(first, first + 2).join(" ")) &&
            gaps[first + 1] === ".",
        );
      }

      endsTheNameOfAPage() {
        return this.every.texts[this.number] === "md" && this.gapBefore === ".";
      }

      // --- What it is --------------------------------------------------------------------------

      holdsAnInitial() {
        const letter = this.every.texts[this.number][0];
        if (letter === "I") return this.isAmongInitials();
        return (
          letter !== "A" || !this.beginsASentence() || !isSpace(this.gapAfter.slice(0, 1))
        );
      }

      holdsAMonth() {
        const word = plain(this.every.texts[this.number]);
        if (!g.MONTHS.has(word)) return false;
        const before = this.word(-1);
        const following = this.word(1);
        const joins = (joined) => isOneOf(joined, "and", "or", "to", "nor");
        const withAnother =
          (joins(before) && g.MONTHS.has(this.word(-2))) ||
          (joins(following) && g.MONTHS.has(this.word(2)));
        if (word === "march") return withAnother || !this.holdsTheTownOfMarch();
        return withAnother || !g.MONTHS_AND_NAMES.has(word) || g.BEFORE_A_MONTH.has(before);
      }

      opensWithAName() {
        const [base, isGenitive] = this.base();
        const following = this.word(1);
        const isLikely = lists.likelyNames.has(base);
        const mayBeOne = this.mayBeAName(base);
        if (this.followsAnInitial()) return mayBeOne || lists.places.has(base);
        if (this.hasFamily(base) || this.isOneInSpiteOfItsEnding(base)) return true;
        if (lists.beforeAVerb.has(base)) {
          return isGenitive || isFinite(following) || this.gapAfter.startsWith(",");
        }
        if (isLikely && (isGenitive || following === null || this.isAPersonNext())) return true;
        if (isLikely && g.AFTER_A_LIKELY_NAME.has(following)) return true;
        if (lists.places.has(base) && (following === null || g.OF_A_PLACE.has(following))) {
          return true;
        }
        if (lists.places.has(base) || isLikely || lists.surnames.has(base)) {
          return this.isASubject(base) || this.isToldApart();
        }
        if (lists.possibleNames.has(base)) {
          return this.actsSurely() || following === "had" || this.isToldApart();
        }
        if (this.isAnAdjective(base)) {
          return isGenitive || this.actsSurely() || g.HAS_DONE.has(this.verb());
        }
        return this.tells(base);
      }

      holdsAName() {
        const [base, isGenitive] = this.base();
        const before = this.word(-1);
        const following = this.word(1);
        if (g.TITLES_ALONE.has(before) || (g.TITLES.has(before) && this.mayBeAName(base))) {
          return true;
        }
        if (lists.beforeAVerb.has(base) && before === null) return acts(following);
        if (lists.places.has(base) && this.holdsAPlace()) return true;
        if (lists.likelyNames.has(base)) return this.holdsALikelyName(base, isGenitive);
        if (!this.mayBeAName(base) || base.endsWith("s")) return false;
        if (g.KIN.has(before) && lists.possibleNames.has(base)) return this.endsHere();
        if (g.TELLING.has(before) && !g.BARE.has(base)) {
          return following === null || g.AFTER_A_NAME.has(following);
        }
        if (isGenitive) return before === null && following !== null && !g.BARE.has(base);
        return (before === null || g.BEFORE_A_CLAUSE.has(before)) && g.TELLS.has(following);
      }

      holdsALikelyName(base, isGenitive) {
        const before = this.word(-1);
        const following = this.word(1);
        if (isGenitive) return !g.DETERMINERS.has(before);
        if (g.KIN.has(before) && this.endsHere()) return true;
        if (this.isTreatedAsAPerson(base)) return true;
        if (following === "who") return !g.DETERMINERS.has(before);
        if (this.isAskedAbout(base)) return true;
        if (before === null || g.BEFORE_A_CLAUSE.has(before)) {
          if (acts(this.verb()) && (!g.BARE.has(base) || this.actsSurely())) return true;
          if (
            g.IS.has(following) &&
            (before === null || g.SAYING.has(before) || !g.BARE.has(base))
          ) {
            return before !== "and";
          }
        }
        if (g.BARE.has(base)) {
          return before === "and" && g.PERSONS.has(this.word(-2)) && isFinite(following);
        }
        if (g.WITH.has(before) && (following === null || g.AFTER_A_NAME.has(following))) {
          return before !== "to" || !g.VERBS.has(base);
        }
        return this.isInCompany();
      }

      // --- What it takes to be one -------------------------------------------------------------

      mayBeAName(base) {
        return isIn(base, lists.likelyNames, lists.possibleNames, lists.surnames);
      }

      isAPersonNext() {
        const following = this.word(1);
        const second = this.written(2);
        if (g.AFTER_A_PERSON.has(following)) return true;
        if (following === "and") {
          return (
            second !== null &&
            (isUpper(second[0]) || isIn(plain(second), g.DETERMINERS, g.KIN))
          );
        }
        const written = this.written(1);
        return written !== null && isTitle(written);
      }

      isASubject(base) {
        const verb = this.verb();
        return isFinite(verb) && (!g.BARE.has(base) || !acts(verb) || this.actsSurely());
      }

      isToldApart() {
        const after = this.gapAfter;
        if (after.startsWith(" (")) return true;
        const { texts } = this.every;
        if (strip(after) === "," && this.number + 1 < texts.length) {
          return isOneOf(plain(texts[this.number + 1]), "aged", "who", "whose", "whom");
        }
        const second = this.written(2);
        return this.word(1) === "and" && second !== null && isTitle(second);
      }

      hasFamily(base) {
        if (this.word(1) !== "and" || isIn(base, g.NO_NAMES, g.KIN, g.PERSONS)) return false;
        const second = this.word(2);
        if (isOneOf(second, "her", "his")) {
          const third = this.word(3);
          return g.KIN.has(third) || isOneOf(third, "mother", "father", "partner", "friend");
        }
        return second === "the" && lists.surnames.has(base);
      }

      isOneInSpiteOfItsEnding(base) {
        const isPlural = base.endsWith("s") && lists.dictionary.has(base.slice(0, -1));
        return isPlural && this.mayBeAName(base) && isOneOf(this.word(1), "was", "is", "has");
      }

      actsSurely() {
        const verb = this.verb();
        return acts(verb) && (g.TELLS.has(verb) || !verb.endsWith("s"));
      }

      isAnAdjective(base) {
        const words = lists.dictionary;
        const stem = without(base, "e");
        return (
          !g.NO_NAMES.has(base) &&
          words.has(`${stem}er`) &&
          words.has(`${stem}est`) &&
          (words.has(`${base}ly`) || words.has(`${base}ness`))
        );
      }

      tells(base) {
        return (
          g.TELLS.has(this.verb()) &&
          !isIn(base, g.NO_NAMES, g.DETERMINERS) &&
          !/(?:s|ing|ly|ed|eir|body|one)$/.test(base)
        );
      }

      isTreatedAsAPerson(base) {
        const before = this.word(-1);
        const following = this.word(1);
        if (
          g.TELLING.has(before) &&
          (!g.ORDINARY_NEXT.has(following) || g.PERSONS.has(following))
        ) {
          return true;
        }
        if (g.TOLD.has(before) && isOneOf(following, "to", "that", "not")) return true;
        if (g.BARE.has(base)) return false;
        return (
          (g.TELLING.has(before) && isOneOf(following, "to", "that", "on", "in", "not")) ||
          (g.HANDLING.has(before) &&
            (following === null || g.AFTER_A_NAME.has(following))) ||
          (g.MOVING.has(before) && g.AWAY.has(following)) ||
          (g.GIVING.has(before) && g.DETERMINERS.has(following))
        );
      }

      isAskedAbout(base) {
        const before = this.word(-1);
        const earlier = this.word(-2);
        if (!g.IS.has(before)) return false;
        if (earlier === null || g.ASKING.has(earlier)) return true;
        const isTold = this.word(1) === null || g.AFTER_A_NAME.has(this.word(1));
        return isOneOf(earlier, "it", "that", "this") && !g.BARE.has(base) && isTold;
      }

      isInCompany() {
        let beside;
        if (this.word(-1) === "and") beside = this.word(-2);
        else if (this.word(1) === "and" && !g.DETERMINERS.has(this.word(-1))) {
          beside = this.word(2);
        } else return false;
        return isIn(beside, g.PERSONS, g.KIN, lists.likelyNames);
      }

      endsHere() {
        const following = this.word(1);
        return (
          !lists.dictionary.has(following) ||
          isFinite(following) ||
          isIn(following, g.ORDINARY_NEXT, g.AFTER_A_NAME)
        );
      }

      holdsAPlace() {
        const before = this.word(-1);
        const following = this.word(1);
        const follows =
          g.AFTER_A_NAME.has(following) && !isOneOf(following, "about", "that", "there");
        if (!g.TO_A_PLACE.has(before) || (following !== null && !follows)) return false;
        const nearby = [2, 3, 4, 5].map((far) => (this.word(-far) ?? "").split("'")[0]);
        return (
          nearby.some((word) => g.PLACED.has(word)) ||
          (before === "from" && nearby.some((word) => isOneOf(word, "is", "was", "are")))
        );
      }

      holdsTheTownOfMarch() {
        const before = this.word(-1);
        const earlier = this.word(-2);
        if (before === "in" && g.LIVES.has(earlier)) return true;
        if (before === "to" && isOneOf(earlier, "sent", "went", "came", "back", "fled")) {
          return true;
        }
        const second = this.written(2);
        if (this.word(1) !== "and" || second === null) return false;
        return isUpper(second[0]) && !g.MONTHS.has(plain(second));
      }

      // --- The words around it -----------------------------------------------------------------

      get gapBefore() {
        return this.every.gaps[this.number];
      }

      get gapAfter() {
        return this.every.gaps[this.number + 1];
      }

      /* The word in small letters without a genitive ending, and whether it had one. */
      base() {
        const word = plain(this.every.texts[this.number]);
        const apostrophe = word.indexOf("'");
        if (apostrophe < 0) return [word, false];
        const isGenitive = isOneOf(word.slice(apostrophe + 1), "s", "ll", "d");
        return isGenitive ? [word.slice(0, apostrophe), true] : [word, false];
      }

      /* A word before or after in small letters, if nothing but gaps parts the two. */
      word(distance) {
        const word = this.written(distance);
        return word === null ? null : plain(word);
      }

      written(distance) {
        const { texts, gaps } = this.every;
        const other = this.number + distance;
        if (other < 0 || other >= texts.length) return null;
        const first = Math.min(this.number, other);
        const last = Math.max(this.number, other);
        for (let number = first + 1; number <= last; number += 1) {
          if (/[^ _]/.test(gaps[number])) return null;
        }
        return texts[other];
      }

      /* The next word that is no adverb. */
      verb() {
        for (const distance of [1, 2, 3]) {
          const word = this.word(distance);
          if (!g.ADVERBS.has(word) && (g.NO_ADVERBS.has(word) || !String(word).endsWith("ly"))) {
            return word;
          }
        }
        return null;
      }

      isQuotedAlone() {
        const gaps = this.every.gaps.slice(this.number + 1, this.number + 3);
        return gaps.some((gap) => at(CLOSES_A_QUOTATION, gap, 0) !== null);
      }

      followsAnInitial() {
        const before = this.number ? this.every.texts[this.number - 1] : "";
        return (
          before.length === 1 && strip(this.gapBefore) === "." && !this.gapBefore.includes("\n")
        );
      }

      isAmongInitials() {
        const { texts, gaps } = this.every;
        return [this.number - 1, this.number + 1].some(
          (beside) =>
            beside >= 0 &&
            beside < texts.length &&
            texts[beside].length === 1 &&
            isUpper(texts[beside]) &&
            strip(gaps[Math.max(beside, this.number)]) === ".",
        );
      }
    };
  }

  form.placesFor = placesFor;
})();
