"""Writes Parquet files with Spark, and with the parquet-java that is part of it.

Needs pyspark (about 400 MB) and Java 17 or later, which CI has not: the files are committed. Times
are in UTC.
"""

import datetime
import decimal
import functools
import os
import pathlib
import shutil
import tempfile

EPOCH = datetime.datetime(1970, 1, 1)


@functools.cache
def session():
    os.environ["TZ"] = "UTC"
    from pyspark.sql import SparkSession

    spark = (SparkSession.builder.master("local[1]")
             .config("spark.ui.enabled", "false")
             .config("spark.ui.showConsoleProgress", "false")
             .config("spark.sql.session.timeZone", "UTC")
             .config("spark.driver.extraJavaOptions", "-Duser.timezone=UTC")
             .getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def spark_type(kind):
    from pyspark.sql import types

    simple = {
        "bool": types.BooleanType, "int8": types.ByteType, "int16": types.ShortType,
        "int32": types.IntegerType, "int64": types.LongType, "float32": types.FloatType,
        "float64": types.DoubleType, "string": types.StringType, "bytes": types.BinaryType,
        "date32": types.DateType, "timestamp[us]": types.TimestampNTZType, "null": types.NullType,
    }
    if kind in simple:
        return simple[kind]()
    if kind.startswith("decimal"):
        return types.DecimalType(*map(int, kind[len("decimal("):-1].split(",")))
    # With a zone, or in INT96.
    return types.TimestampType()


def spark_cell(kind, cell):
    if cell is None:
        return None
    if kind == "date32":
        return EPOCH.date() + datetime.timedelta(days=cell)
    if kind == "bytes":
        return bytearray(cell)
    if kind.startswith("decimal"):
        places = int(kind.rpartition(",")[2].rstrip(")"))
        return decimal.Decimal((cell < 0, tuple(map(int, str(abs(cell)))), -places))
    if kind.startswith("timestamp"):
        units = {"ns": 10**9, "us": 10**6, "ms": 10**3}[kind[len("timestamp["):][:2]]
        microseconds, rest = divmod(cell * 10**6, units)
        assert rest == 0, "Spark has microseconds"
        stamp = EPOCH + datetime.timedelta(microseconds=microseconds)
        return stamp if kind == "timestamp[us]" else stamp.replace(tzinfo=datetime.timezone.utc)
    return cell


def with_spark(columns, path, configuration={}, options={}):
    """`configuration` is that of the session, `options` that of the writer."""
    from pyspark.sql import types

    schema = types.StructType([types.StructField(name, spark_type(kind))
                               for name, kind, _ in columns])
    rows = list(zip(*([spark_cell(kind, cell) for cell in cells] for _, kind, cells in columns)))
    write_frame(lambda spark: spark.createDataFrame(rows, schema), path, configuration, options)


def write(query, path, configuration={}, options={}):
    """Writes the result of `query`."""
    write_frame(lambda spark: spark.sql(query), path, configuration, options)


def write_frame(frame, path, configuration, options):
    spark = session()
    for key, value in configuration.items():
        spark.conf.set(key, value)
    with tempfile.TemporaryDirectory() as folder:
        frame(spark).coalesce(1).write.options(**options).parquet(f"{folder}/table")
        [file] = pathlib.Path(folder, "table").glob("*.parquet")
        shutil.copyfile(file, path)
    for key in configuration:
        spark.conf.unset(key)


def with_parquet_java(columns, path, schema, codec="UNCOMPRESSED", version="v1",
                      dictionary=True, page_rows=20_000):
    """Values of BINARY and FIXED_LEN_BYTE_ARRAY; `schema` is the file's, as parquet-java spells it.

    Decimals are unscaled integers, which are stored in as few bytes as they need.
    """
    jvm = session().sparkContext._jvm
    message = jvm.org.apache.parquet.schema.MessageTypeParser.parseMessageType(schema)
    properties = jvm.org.apache.parquet.column.ParquetProperties
    path.unlink(missing_ok=True)
    writer = (jvm.org.apache.parquet.hadoop.example.ExampleParquetWriter
              .builder(jvm.org.apache.hadoop.fs.Path(str(path)))
              .withType(message)
              .withCompressionCodec(getattr(
                  jvm.org.apache.parquet.hadoop.metadata.CompressionCodecName, codec))
              .withWriterVersion(getattr(
                  properties.WriterVersion, f"PARQUET_{version[1]}_0"))
              .withDictionaryEncoding(dictionary)
              .withMinRowCountForPageSizeCheck(1)
              .withPageRowCountLimit(page_rows)
              .build())
    factory = jvm.org.apache.parquet.example.data.simple.SimpleGroupFactory(message)
    binary = jvm.org.apache.parquet.io.api.Binary
    for row in zip(*(cells for _, _, cells in columns)):
        group = factory.newGroup()
        for (name, kind, _), cell in zip(columns, row):
            if cell is None:
                continue
            if kind.startswith("decimal"):
                cell = cell.to_bytes(cell.bit_length() // 8 + 1, "big", signed=True)
            elif kind == "string":
                cell = cell.encode()
            group.add(name, binary.fromConstantByteArray(bytearray(cell)))
        writer.write(group)
    writer.close()
    # The checksum that Hadoop's local file system keeps beside the file.
    path.with_name(f".{path.name}.crc").unlink(missing_ok=True)
