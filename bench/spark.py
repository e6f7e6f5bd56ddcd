"""Apache Spark on this machine, as it would run on many: a master and several workers.

In the mode “local-cluster” each worker has a process of its own that counts, and all speak to each
other over the network, here over loopback alone. Tables are small in a test, so all that Spark does
to be fast with large ones is left out there: `small` turns it off.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WORKERS = 2
_LOOPBACK = "127.0.0.1"
# The first of the two compilers of Java alone: the second takes longer than a small library does.
_QUICK_TO_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@contextmanager
def cluster(*, memory: int = 1024, cores: int = 1, small: bool = False) -> Iterator[Any]:
    """Yield a session of a cluster whose workers have so many MiB and so many cores each.

    Nothing of it is left when this ends, but for the idle Java process that ends with this one.
    """
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="patternbook-spark-") as folder, _environment(folder):
        builder = SparkSession.builder.master(f"local-cluster[{WORKERS},{cores},{memory}]")
        for name, value in _settings(Path(folder), memory, cores, small=small).items():
            builder = builder.config(name, value)
        session = builder.appName("patternbook").getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        application = session.sparkContext.applicationId
        try:
            yield session
        finally:
            session.stop()
            _remove_logs(application)


def executors_at_work(session: Any) -> int:
    """Return how many processes of the cluster have done at least one task."""
    store = session.sparkContext._jsc.sc().statusStore()
    executors = store.executorList(False)
    each = [executors.apply(number) for number in range(executors.size())]
    return sum(one.id() != "driver" and one.totalTasks() > 0 for one in each)


def _settings(folder: Path, memory: int, cores: int, *, small: bool) -> dict[str, str]:
    settings = {
        "spark.driver.host": _LOOPBACK,
        "spark.driver.bindAddress": _LOOPBACK,
        "spark.driver.memory": "1g",
        "spark.executor.memory": f"{memory}m",
        "spark.sql.shuffle.partitions": str(WORKERS * cores),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if small:
        settings |= {
            "spark.driver.extraJavaOptions": _QUICK_TO_START,
            "spark.executor.extraJavaOptions": _QUICK_TO_START,
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        }
    return settings


@contextmanager
def _environment(folder: str) -> Iterator[None]:
    """Keep Spark to loopback and to a folder, wherever it looks for its own address or room."""
    wanted = {"SPARK_LOCAL_IP": _LOOPBACK, "SPARK_LOCAL_DIRS": folder}
    if java := os.environ.get("JAVA"):
        wanted["JAVA_HOME"] = str(Path(shutil.which(java) or java).resolve().parents[1])
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _remove_logs(application: str) -> None:
    """Remove what the workers wrote beside Spark itself; they cannot be told another place."""
    import pyspark

    work = Path(pyspark.__file__).parent / "work"
    shutil.rmtree(work / application, ignore_errors=True)
    if work.is_dir() and not any(work.iterdir()):
        work.rmdir()
