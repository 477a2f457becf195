"""What a stream does with its records, by ExtendedS3DestinationConfiguration; refused where AWS would refuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.glue.models import glue_backends

from ..access import policies
from ..properties import truth, unknown
from ..settings import ACCOUNT, REGION
from . import openx, prefixes, records

MiB = 1 << 20
_KNOWN = {
    *("BucketARN", "RoleARN", "Prefix", "ErrorOutputPrefix", "BufferingHints", "CompressionFormat"),
    *("ProcessingConfiguration", "DynamicPartitioningConfiguration", "DataFormatConversionConfiguration"),
    *("CloudWatchLoggingOptions", "EncryptionConfiguration", "FileExtension", "S3BackupMode", "CustomTimeZone"),
}
GLUE_ACTIONS = ("glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions")


class InvalidStream(ValueError):
    pass


@dataclass(frozen=True)
class Schema:
    """A table of AWS Glue, by which records are converted."""

    database: str
    table: str
    compression: str

    def columns(self) -> dict[str, str]:
        table = glue_backends[ACCOUNT][REGION].get_table(self.database, self.table)
        return {column["Name"]: column["Type"] for column in table.as_dict()["StorageDescriptor"]["Columns"]}


@dataclass(frozen=True)
class Destination:
    bucket: str
    role: str
    prefix: str
    error_prefix: str | None
    size: int  # bytes
    interval: int  # seconds, as on AWS
    deaggregate: bool
    keys: dict[str, list[str]]  # paths of the partition keys
    delimiter: str
    schema: Schema | None
    compression: str
    extension: str


def read(given: dict[str, Any]) -> Destination:
    if strange := unknown(given, _KNOWN):
        raise InvalidStream(f"the lab does not know {strange} of ExtendedS3DestinationConfiguration")
    if given.get("S3BackupMode", "Disabled") != "Disabled" or given.get("CustomTimeZone", "UTC") != "UTC":
        raise InvalidStream("the lab knows neither backups in S3 nor time zones of streams")
    dynamic = truth((given.get("DynamicPartitioningConfiguration") or {}).get("Enabled", False))
    processors = _processors(given.get("ProcessingConfiguration") or {})
    keys = processors.get("MetadataExtraction") or {}
    conversion = given.get("DataFormatConversionConfiguration") or {}
    schema = _schema(conversion) if conversion and truth(conversion.get("Enabled", True)) else None
    compression = given.get("CompressionFormat", "UNCOMPRESSED")
    hints = given.get("BufferingHints") or {}
    size, interval = int(hints.get("SizeInMBs", 128 if schema else 5)), int(hints.get("IntervalInSeconds", 300))
    # https://docs.aws.amazon.com/firehose/latest/dev/create-configure-backup.html#frequency
    # https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
    if not 1 <= size <= 128 or not 0 <= interval <= 900:
        raise InvalidStream("BufferingHints are 1 to 128 MiB and 0 to 900 seconds")
    if (schema or dynamic) and size < 64:
        raise InvalidStream(
            "BufferingHints.SizeInMBs must be at least 64 with format conversion or dynamic partitioning"
        )
    if dynamic and interval < 60:
        raise InvalidStream("BufferingHints.IntervalInSeconds must be at least 60 with dynamic partitioning")
    if schema and compression != "UNCOMPRESSED":
        # https://docs.aws.amazon.com/firehose/latest/dev/enable-record-format-conversion.html
        raise InvalidStream("with format conversion, CompressionFormat must be UNCOMPRESSED")
    if compression not in ("UNCOMPRESSED", "GZIP"):
        raise InvalidStream(f"the lab does not compress as {compression}")
    if dynamic != bool(keys):
        raise InvalidStream("dynamic partitioning needs MetadataExtraction, and it dynamic partitioning")
    if "RecordDeAggregation" in processors and not dynamic:
        # https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html
        raise InvalidStream("the lab deaggregates only with dynamic partitioning")
    prefix, error_prefix = given.get("Prefix") or "", given.get("ErrorOutputPrefix")
    try:
        prefixes.check(prefix, error_prefix, frozenset(keys), dynamic)
    except prefixes.InvalidPrefix as error:
        raise InvalidStream(str(error)) from error
    return Destination(
        bucket=given["BucketARN"].rsplit(":", 1)[-1],
        role=given["RoleARN"],
        prefix=prefix,
        error_prefix=error_prefix,
        size=size * MiB,
        interval=interval,
        deaggregate="RecordDeAggregation" in processors,
        keys=keys,
        delimiter="\n" if "AppendDelimiterToRecord" in processors else "",
        schema=schema,
        compression=compression,
        extension=given.get("FileExtension") or (".parquet" if schema else ".gz" if compression == "GZIP" else ""),
    )


# Processors but for MetadataExtraction, and their parameters.
_PLAIN = {
    "RecordDeAggregation": ({"SubRecordType": "JSON"},),
    "AppendDelimiterToRecord": ({}, {"Delimiter": "\\n"}, {"Delimiter": "\n"}),
}


def _processors(given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for processor in (given.get("Processors") or []) if truth(given.get("Enabled", False)) else []:
        kind = processor["Type"]
        values = {p["ParameterName"]: p["ParameterValue"] for p in processor.get("Parameters") or []}
        if kind == "MetadataExtraction" and values.pop("JsonParsingEngine", None) == "JQ-1.6":
            try:
                found[kind] = records.query(values["MetadataExtractionQuery"])
            except ValueError as error:
                raise InvalidStream(str(error)) from error
        elif values in _PLAIN.get(kind, ()):
            found[kind] = {}
        else:
            raise InvalidStream(f"the lab does not know the processor {kind} with {values}")
    return found


def _schema(given: dict[str, Any]) -> Schema:
    source = given["SchemaConfiguration"]
    reader = given["InputFormatConfiguration"]["Deserializer"]
    writer = given["OutputFormatConfiguration"]["Serializer"]
    if set(reader) != {"OpenXJsonSerDe"} or set(writer) != {"ParquetSerDe"}:
        raise InvalidStream("the lab converts from OpenXJsonSerDe to ParquetSerDe only")
    options = {key: truth(value) for key, value in reader["OpenXJsonSerDe"].items() if key != "ColumnToJsonKeyMappings"}
    if reader["OpenXJsonSerDe"].get("ColumnToJsonKeyMappings") or options not in (
        *({}, {"CaseInsensitive": True}, {"ConvertDotsInJsonKeysToUnderscores": False}),
        {"CaseInsensitive": True, "ConvertDotsInJsonKeysToUnderscores": False},
    ):
        raise InvalidStream(f"the lab knows only the default options of OpenXJsonSerDe, not {reader['OpenXJsonSerDe']}")
    schema = Schema(source["DatabaseName"], source["TableName"], writer["ParquetSerDe"].get("Compression", "SNAPPY"))
    for action in GLUE_ACTIONS:
        table = f"arn:aws:glue:{REGION}:{ACCOUNT}:table/{schema.database}/{schema.table}"
        if not policies.role_allows(source["RoleARN"], action, table):
            raise InvalidStream(
                "Access was denied when calling Glue. Please ensure that the role specified in the data format "
                f"conversion configuration has the necessary permissions: {action} on {table}"
            )
    columns = schema.columns()
    if strange := {kind for kind in columns.values() if kind not in openx.TYPES}:
        raise InvalidStream(f"the lab does not convert to {', '.join(sorted(strange))}")
    return schema


def check_trust(role: str, stream_arn: str) -> None:
    keys = {"sts:externalid": ACCOUNT, "aws:sourceaccount": ACCOUNT, "aws:sourcearn": stream_arn}
    trust = policies.trust_of_role(role)
    if trust is None or (
        policies.decide([trust], "sts:AssumeRole", role, keys, "Service:firehose.amazonaws.com") != "Allow"
    ):
        raise InvalidStream(f"Firehose is unable to assume role {role}. Please check the role provided.")
