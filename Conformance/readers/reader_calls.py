"""The readers of docs/readers.md, and the calls that the page shows and its script runs.

A call is Python text as a user would write it. `TYPE` is the data type and `KEY` is the column that
the folders of a tree name. Text in `<<…>>` is for trees only. `options` is the call to use if the
plain one does not give the right result. `embedded` replaces it for lakes whose files also hold the
columns of their folders.
"""

import dataclasses
import re


@dataclasses.dataclass
class Call:
    """The text of a call. `code` ends with the table `bars`; the three expressions return rows of
    it.
    """

    code: str
    rows: str
    symbol: str
    month: str

    def filled(self, data_type, key, in_tree):
        """The call for one data type, as four texts."""
        def fill(text):
            text = re.sub(r"<<(.*?)>>", r"\1" if in_tree else "", text, flags=re.DOTALL)
            return text.strip().replace("TYPE", data_type).replace("KEY", key)

        return [fill(text) for text in (self.code, self.rows, self.symbol, self.month)]


@dataclasses.dataclass
class Reader:
    """A reader. Its versions are those of `packages`. CI runs it if it is `light`.

    A reader that takes types from the file that happens to be listed first has several `rounds`.
    """

    name: str
    packages: tuple
    plain: Call
    options: Call | None = None
    embedded: Call | None = None
    light: bool = True
    rounds: int = 1


def pandas_like(code):
    """A call that returns a frame, which is filtered by its columns."""
    return Call(code, "bars", 'bars[bars["KEY"] == "KXBpA"]', 'bars[bars["month"] == 1]')


def sql(code, run):
    """A call with filters in SQL. `run` has `QUERY` in place of the condition."""
    return Call(
        code, run.replace("QUERY", ""), run.replace("QUERY", " where KEY = 'KXBpA'"),
        run.replace("QUERY", " where month = 1"))


ARROW_FOLDERS = """
folders = pyarrow.dataset.partitioning(pyarrow.schema({
    "year": pyarrow.int32(), "month": pyarrow.int32()<<, "KEY": pyarrow.string()>>}), flavor="hive")
"""

PANDAS_ARROW = Reader(
    "pandas, pyarrow", ("pandas", "pyarrow"),
    pandas_like('import pandas\n\nbars = pandas.read_parquet("data/lake/TYPE")'),
    Call(
        f"""import pandas, pyarrow, pyarrow.dataset
{ARROW_FOLDERS}bars = pandas.read_parquet("data/lake/TYPE", partitioning=folders)""",
        "bars",
        'pandas.read_parquet("data/lake/TYPE", partitioning=folders,'
        ' filters=[("KEY", "==", "KXBpA")])',
        'pandas.read_parquet("data/lake/TYPE", partitioning=folders,'
        ' filters=[("month", "==", 1)])'),
    Call(
        """import pandas

bars = pandas.read_parquet("data/lake/TYPE", partitioning=None)""",
        "bars",
        'pandas.read_parquet("data/lake/TYPE", partitioning=None,'
        ' filters=[("KEY", "==", "KXBpA")])',
        'pandas.read_parquet("data/lake/TYPE", partitioning=None,'
        ' filters=[("month", "==", 1)])'))

PANDAS_FASTPARQUET = Reader(
    "pandas, fastparquet", ("pandas", "fastparquet"),
    pandas_like(
        'import pandas\n\nbars = pandas.read_parquet("data/lake/TYPE", engine="fastparquet")'),
    pandas_like("""
import pandas

bars = pandas.read_parquet("data/lake/TYPE", engine="fastparquet")
bars = bars.astype({"year": "int32", "month": "int32"<<, "KEY": "str">>})
bars["timestamp"] = bars["timestamp"].dt.tz_localize("UTC")"""))

PYARROW = Reader(
    "pyarrow", ("pyarrow",),
    Call(
        """
import pyarrow.compute
import pyarrow.parquet

bars = pyarrow.parquet.read_table("data/lake/TYPE")""",
        "bars",
        'bars.filter(pyarrow.compute.field("KEY") == "KXBpA")',
        'bars.filter(pyarrow.compute.field("month") == 1)'),
    Call(
        f"""import pyarrow
import pyarrow.dataset
{ARROW_FOLDERS}bars = pyarrow.dataset.dataset("data/lake/TYPE", partitioning=folders)""",
        "bars.to_table()",
        'bars.to_table(filter=pyarrow.dataset.field("KEY") == "KXBpA")',
        'bars.to_table(filter=pyarrow.dataset.field("month") == 1)'),
    Call(
        """
import pyarrow.dataset

bars = pyarrow.dataset.dataset("data/lake/TYPE")""",
        "bars.to_table()",
        'bars.to_table(filter=pyarrow.dataset.field("KEY") == "KXBpA")',
        'bars.to_table(filter=pyarrow.dataset.field("month") == 1)'))


def polars_call(code):
    return Call(
        code, "bars.collect()", 'bars.filter(polars.col("KEY") == "KXBpA").collect()',
        'bars.filter(polars.col("month") == 1).collect()')


POLARS = Reader(
    "Polars", ("polars",),
    polars_call('import polars\n\nbars = polars.scan_parquet("data/lake/TYPE")'),
    polars_call("""
import polars

types = {"year": polars.Int32, "month": polars.Int32<<, "KEY": polars.String>>}
bars = polars.scan_parquet("data/lake/TYPE", hive_partitioning=True, hive_schema=types)"""))

DUCKDB = Reader(
    "DuckDB", ("duckdb",),
    sql("""
import duckdb

bars = "read_parquet('data/lake/TYPE/**/*.parquet')\"""", 'duckdb.sql(f"from {bars}QUERY")'),
    sql("""
import duckdb

bars = \"\"\"read_parquet('data/lake/TYPE/**/*.parquet', hive_partitioning = true,
    hive_types = {'year': int, 'month': int<<, 'KEY': varchar>>})\"\"\"""",
        'duckdb.sql(f"from {bars}QUERY")'),
    sql("""
import duckdb

bars = "read_parquet('data/lake/TYPE/**/*.parquet', hive_partitioning = false)\"""",
        'duckdb.sql(f"from {bars}QUERY")'))


def ibis_call(code):
    return Call(
        code, "bars.to_pyarrow()", 'bars.filter(bars.KEY == "KXBpA").to_pyarrow()',
        "bars.filter(bars.month == 1).to_pyarrow()")


IBIS = Reader(
    "Ibis, DuckDB", ("ibis-framework", "duckdb"),
    ibis_call("""
import ibis

bars = ibis.duckdb.connect().read_parquet("data/lake/TYPE/**/*.parquet")"""),
    ibis_call("""
import ibis

bars = ibis.duckdb.connect().read_parquet(
    "data/lake/TYPE/**/*.parquet", hive_partitioning=True, hive_types_autocast=False)
bars = bars.cast({"year": "int32", "month": "int32"})"""),
    ibis_call("""
import ibis

bars = ibis.duckdb.connect().read_parquet(
    "data/lake/TYPE/**/*.parquet", hive_partitioning=False)"""))

DATAFUSION = Reader(
    "DataFusion", ("datafusion",),
    sql("""
import datafusion

context = datafusion.SessionContext()
context.sql("create external table bars stored as parquet location 'data/lake/TYPE/'")""",
        'context.sql("select * from barsQUERY")'),
    sql("""
import datafusion, pyarrow

context = datafusion.SessionContext()
context.register_parquet("bars", "data/lake/TYPE/", table_partition_cols=[
    ("year", pyarrow.int32()), ("month", pyarrow.int32())<<, ("KEY", pyarrow.string())>>])""",
        'context.sql("select * from barsQUERY")'),
    sql("""
import datafusion

context = datafusion.SessionContext()
context.register_parquet("bars", "data/lake/TYPE/")""",
        'context.sql("select * from barsQUERY")'))


def dask_call(code):
    return Call(
        code, "bars.compute()", 'bars[bars["KEY"] == "KXBpA"].compute()',
        'bars[bars["month"] == 1].compute()')


DASK = Reader(
    "Dask", ("dask",),
    dask_call('import dask.dataframe\n\nbars = dask.dataframe.read_parquet("data/lake/TYPE")'),
    dask_call("""
import dask.dataframe
import pyarrow

types = pyarrow.schema({
    "year": pyarrow.int32(), "month": pyarrow.int32()<<, "KEY": pyarrow.string()>>})
bars = dask.dataframe.read_parquet(
    "data/lake/TYPE", dataset={"partitioning": {"flavor": "hive", "schema": types}})"""),
    dask_call("""
import dask.dataframe

bars = dask.dataframe.read_parquet("data/lake/TYPE", dataset={"partitioning": None})"""))


DELTA = Reader(
    "Delta, in place", ("deltalake",),
    Call(
        """
import deltalake
from deltalake.schema import Field, PrimitiveType

folders = deltalake.Schema([
    Field("year", PrimitiveType("integer")), Field("month", PrimitiveType("integer"))<<,
    Field("KEY", PrimitiveType("string"))>>])
deltalake.convert_to_deltalake(
    "data/lake/TYPE", partition_by=folders, partition_strategy="hive")
bars = deltalake.DeltaTable("data/lake/TYPE")""",
        "bars.to_pyarrow_table()",
        'bars.to_pyarrow_table(filters=[("KEY", "=", "KXBpA")])',
        'bars.to_pyarrow_table(filters=[("month", "=", 1)])'))


ICEBERG = Reader(
    "Iceberg, in place", ("pyiceberg",),
    Call(
        """
import glob
import pyarrow.parquet
from pyiceberg.catalog.memory import InMemoryCatalog

catalog = InMemoryCatalog("lake")
catalog.create_namespace("bars")
files = sorted(glob.glob("data/lake/TYPE/**/*.parquet", recursive=True))
bars = catalog.create_table(
    "bars.TYPE", schema=pyarrow.parquet.read_schema(files[0]))
bars.add_files(files)""",
        "bars.scan().to_arrow()", 'bars.scan("KEY = \'KXBpA\'").to_arrow()',
        'bars.scan("month = 1").to_arrow()'))


def daft_call(code):
    return Call(
        code, "bars.to_arrow()", 'bars.where(daft.col("KEY") == "KXBpA").to_arrow()',
        'bars.where(daft.col("month") == 1).to_arrow()')


DAFT = Reader(
    "Daft", ("daft",),
    daft_call("""
import daft

bars = daft.read_parquet("data/lake/TYPE/**/*.parquet", hive_partitioning=True)"""),
    daft_call("""
import daft

types = {"year": daft.DataType.int32(), "month": daft.DataType.int32()<<,
         "KEY": daft.DataType.string()>>}
bars = daft.read_parquet(
    "data/lake/TYPE/**/*.parquet", hive_partitioning=True, schema=types)"""),
    light=False, rounds=5)

SPARK = Reader(
    "Spark", ("pyspark",),
    Call(
        """
from pyspark.sql import SparkSession

spark = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
bars = spark.read.parquet("data/lake/TYPE")""",
        "bars", "bars.where(\"KEY = 'KXBpA'\")", 'bars.where("month = 1")'),
    Call(
        """
from pyspark.sql import SparkSession

spark = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
spark.conf.set("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
bars = spark.read.parquet("data/lake/TYPE")
bars = bars.withColumns({name: bars[name].cast("int") for name in ("year", "month")})""",
        "bars", "bars.where(\"KEY = 'KXBpA'\")", 'bars.where("month = 1")'),
    light=False)

CLICKHOUSE = Reader(
    "ClickHouse (chdb)", ("chdb", "chdb-core"),
    sql("""
import chdb

bars = "file('data/lake/TYPE/**/*.parquet', Parquet)\"""",
        'chdb.query(f"select * from {bars}QUERY", "ArrowTable")'),
    sql("""
import chdb

bars = \"\"\"(select * except (year, month<<, KEY>>),
        toInt32(extract(_path, '/year=([0-9]+)/')) as year,
        toInt32(extract(_path, '/month=([0-9]+)/')) as month<<,
        decodeURLComponent(extract(_path, '/KEY=([^/]+)/')) as KEY>>
    from file('data/lake/TYPE/**/*.parquet', Parquet))\"\"\"
once = "settings use_hive_partitioning = 0\"""",
        'chdb.query(f"select * from {bars}QUERY {once}", "ArrowTable")'),
    sql("""
import chdb

bars = "file('data/lake/TYPE/**/*.parquet', Parquet)"
once = "settings use_hive_partitioning = 0\"""",
        'chdb.query(f"select * from {bars}QUERY {once}", "ArrowTable")'),
    light=False, rounds=5)

READERS = (
    PANDAS_ARROW, PANDAS_FASTPARQUET, PYARROW, POLARS, DUCKDB, IBIS, DATAFUSION, DASK, DAFT, SPARK,
    CLICKHOUSE, DELTA, ICEBERG)
