"""Amazon Athena: SQL over tables of AWS Glue, run by DuckDB."""
