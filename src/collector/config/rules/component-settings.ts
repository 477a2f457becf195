// Written by scripts/lib/collector/tables.ts, from the Go types of the components in lab/collector.

/** What the settings of a component are read into: its type, by section. */
export const COMPONENT_SETTINGS: { readonly [section: string]: { readonly [type: string]: string } } = {
  exporters: {
    awscloudwatchlogs: 'awscloudwatchlogsexporter.Config',
    awsemf: 'awsemfexporter.Config',
    awsxray: 'awsxrayexporter.Config',
    debug: 'debugexporter.Config',
    otlp: 'otlpexporter.Config',
    otlp_grpc: 'otlpexporter.Config',
    otlp_http: 'otlphttpexporter.Config',
    otlphttp: 'otlphttpexporter.Config',
    prometheus_remote_write: 'prometheusremotewriteexporter.Config',
    prometheusremotewrite: 'prometheusremotewriteexporter.Config',
  },
  extensions: {
    awsproxy: 'awsproxy.Config',
    health_check: 'healthcheckextension.Config',
    sigv4auth: 'sigv4authextension.Config',
  },
  processors: {
    attributes: 'attributesprocessor.Config',
    batch: 'batchprocessor.Config',
    cumulativetodelta: 'cumulativetodeltaprocessor.Config',
    filter: 'filterprocessor.Config',
    memory_limiter: 'memorylimiter.Config',
    metrics_transform: 'metricstransformprocessor.Config',
    metricstransform: 'metricstransformprocessor.Config',
    probabilistic_sampler: 'probabilisticsamplerprocessor.Config',
    resource: 'resourceprocessor.Config',
    tail_sampling: 'tailsamplingprocessor.Config',
  },
  receivers: {
    awsxray: 'awsxrayreceiver.Config',
    otlp: 'otlpreceiver.Config',
    statsd: 'statsdreceiver.Config',
  },
  service: {
    pipeline: 'pipelines.PipelineConfig',
    telemetry: 'otelconftelemetry.Config',
  },
};

/** The fields of structs: a type is a scalar, a struct, a list `T[]` or a map `{T}`; `*` stands for any other field. */
export const STRUCTS: { readonly [name: string]: string } = {
  'attraction.ActionKeyValue':
    'action: string, converted_type: string, default_value: any, from_attribute: string, from_context: string, key: string, pattern: string, value: any',
  'attributesprocessor.Config':
    'actions: attraction.ActionKeyValue[], exclude: filterconfig.MatchProperties, include: filterconfig.MatchProperties',
  'awscloudwatchlogsexporter.Config':
    'endpoint: string, external_id: string, local_mode: bool, log_group_name: string, log_retention: int32, log_stream_name: string, max_retries: int64, no_verify_ssl: bool, num_workers: int64, proxy_address: string, raw_log: bool, region: string, request_timeout_seconds: int64, resource_arn: string, retry_on_failure: configretry.BackOffConfig, role_arn: string, sending_queue: queuebatch.Config, tags: {string}',
  'awsemfexporter.Config':
    'detailed_metrics: bool, dimension_rollup_option: string, eks_fargate_container_insights_enabled: bool, endpoint: string, external_id: string, local_mode: bool, log_group_name: string, log_retention: int32, log_stream_name: string, max_retries: int64, metric_declarations: awsemfexporter.MetricDeclaration[], metric_descriptors: awsemfexporter.MetricDescriptor[], namespace: string, no_verify_ssl: bool, num_workers: int64, output_destination: string, parse_json_encoded_attr_values: string[], proxy_address: string, region: string, request_timeout_seconds: int64, resource_arn: string, resource_to_telemetry_conversion: resourcetotelemetry.Settings, retain_initial_value_of_delta_metric: bool, role_arn: string, tags: {string}, version: string',
  'awsemfexporter.LabelMatcher': 'label_names: string[], regex: string, separator: string',
  'awsemfexporter.MetricDeclaration':
    'dimensions: string[][], label_matchers: awsemfexporter.LabelMatcher[], metric_name_selectors: string[]',
  'awsemfexporter.MetricDescriptor': 'metric_name: string, overwrite: bool, unit: string',
  'awsproxy.Config':
    'aws_endpoint: string, dialer: confignet.DialerConfig, endpoint: string, local_mode: bool, proxy_address: string, region: string, role_arn: string, service_name: string, tls: configtls.ClientConfig',
  'awsxrayexporter.Config':
    'aws_log_groups: string[], endpoint: string, external_id: string, index_all_attributes: bool, indexed_attributes: string[], local_mode: bool, max_retries: int64, no_verify_ssl: bool, num_workers: int64, proxy_address: string, region: string, request_timeout_seconds: int64, resource_arn: string, role_arn: string, telemetry: telemetry.Config',
  'awsxrayreceiver.Config':
    'dialer: confignet.DialerConfig, endpoint: string, proxy_server: proxy.Config, transport: text confignet.TransportType',
  'batchprocessor.Config':
    'metadata_cardinality_limit: uint32, metadata_keys: string[], send_batch_max_size: uint32, send_batch_size: uint32, timeout: duration',
  'common.ComponentHealthConfig':
    'include_permanent_errors: bool, include_recoverable_errors: bool, recovery_duration: duration',
  'condition.ContextConditions':
    'conditions: string[], context: text condition.ContextID, error_mode: text ottl.ErrorMode',
  'configauth.Config': 'authenticator: text component.ID',
  'configcompression.CompressionParams': 'level: int64',
  'configgrpc.KeepaliveClientConfig': 'permit_without_stream: bool, time: duration, timeout: duration',
  'configgrpc.KeepaliveEnforcementPolicy': 'min_time: duration, permit_without_stream: bool',
  'configgrpc.KeepaliveServerConfig':
    'enforcement_policy: configgrpc.KeepaliveEnforcementPolicy, server_parameters: configgrpc.KeepaliveServerParameters',
  'configgrpc.KeepaliveServerParameters':
    'max_connection_age: duration, max_connection_age_grace: duration, max_connection_idle: duration, time: duration, timeout: duration',
  'configgrpc.ServerConfig':
    'auth: configauth.Config, dialer: confignet.DialerConfig, endpoint: string, include_metadata: bool, keepalive: configgrpc.KeepaliveServerConfig, max_concurrent_streams: uint32, max_recv_msg_size_mib: int64, middlewares: configmiddleware.Config[], read_buffer_size: int64, tls: configtls.ServerConfig, transport: text confignet.TransportType, write_buffer_size: int64',
  'confighttp.AuthConfig': 'authenticator: text component.ID, request_params: string[]',
  'confighttp.CORSConfig':
    'allowed_headers: string[], allowed_origins: string[], exposed_headers: string[], max_age: int64',
  'confighttp.CookiesConfig': '',
  'configmiddleware.Config': 'id: text component.ID',
  'confignet.DialerConfig': 'timeout: duration',
  'configopaque.Pair': 'name: string, value: string',
  'configretry.BackOffConfig':
    'enabled: bool, initial_interval: duration, max_elapsed_time: duration, max_interval: duration, multiplier: float, randomization_factor: float',
  'configtls.ClientConfig':
    'ca_file: string, ca_pem: string, cert_file: string, cert_pem: string, cipher_suites: string[], curve_preferences: string[], include_insecure_cipher_suites: bool, include_system_ca_certs_pool: bool, insecure: bool, insecure_skip_verify: bool, key_file: string, key_pem: string, max_version: string, min_version: string, reload_interval: duration, server_name_override: string, tpm: configtls.TPMConfig',
  'configtls.ServerConfig':
    'ca_file: string, ca_pem: string, cert_file: string, cert_pem: string, cipher_suites: string[], client_ca_file: string, client_ca_file_reload: bool, curve_preferences: string[], include_insecure_cipher_suites: bool, include_system_ca_certs_pool: bool, key_file: string, key_pem: string, max_version: string, min_version: string, reload_interval: duration, tpm: configtls.TPMConfig',
  'configtls.TPMConfig': 'auth: string, enabled: bool, owner_auth: string, path: string',
  'cumulativetodeltaprocessor.Config':
    'exclude: cumulativetodeltaprocessor.MatchMetrics, include: cumulativetodeltaprocessor.MatchMetrics, initial_value: text tracking.InitialValue, max_staleness: duration',
  'cumulativetodeltaprocessor.MatchMetrics':
    'match_type: string, metric_types: string[], metrics: string[], regexp: regexp.Config',
  'debugexporter.Config':
    'output_paths: string[], sampling_initial: int64, sampling_thereafter: int64, sending_queue: queuebatch.Config, use_internal_logger: bool, verbosity: text configtelemetry.Level',
  'filterconfig.Attribute': 'key: string, value: any',
  'filterconfig.InstrumentationLibrary': 'name: string, version: string',
  'filterconfig.LogSeverityNumberMatchProperties': 'match_undefined: bool, min: int32',
  'filterconfig.MatchConfig': 'exclude: filterconfig.MatchProperties, include: filterconfig.MatchProperties',
  'filterconfig.MatchProperties':
    'attributes: filterconfig.Attribute[], libraries: filterconfig.InstrumentationLibrary[], log_bodies: string[], log_severity_number: filterconfig.LogSeverityNumberMatchProperties, log_severity_texts: string[], match_type: string, metric_names: string[], regexp: regexp.Config, resources: filterconfig.Attribute[], services: string[], span_kinds: string[], span_names: string[]',
  'filterconfig.MetricMatchProperties':
    'expressions: string[], match_type: string, metric_names: string[], regexp: regexp.Config, resource_attributes: filterconfig.Attribute[]',
  'filterprocessor.Config':
    'error_mode: text ottl.ErrorMode, log_conditions: condition.ContextConditions[], logs: filterprocessor.LogFilters, metric_conditions: condition.ContextConditions[], metrics: filterprocessor.MetricFilters, profile_conditions: condition.ContextConditions[], profiles: filterprocessor.ProfileFilters, spans: filterconfig.MatchConfig, trace_conditions: condition.ContextConditions[], traces: filterprocessor.TraceFilters',
  'filterprocessor.LogFilters':
    'exclude: filterprocessor.LogMatchProperties, include: filterprocessor.LogMatchProperties, log_record: string[], resource: string[]',
  'filterprocessor.LogMatchProperties':
    'bodies: string[], match_type: string, record_attributes: filterconfig.Attribute[], resource_attributes: filterconfig.Attribute[], severity_number: filterprocessor.LogSeverityNumberMatchProperties, severity_texts: string[]',
  'filterprocessor.LogSeverityNumberMatchProperties': 'match_undefined: bool, min: string',
  'filterprocessor.MetricFilters':
    'datapoint: string[], exclude: filterconfig.MetricMatchProperties, include: filterconfig.MetricMatchProperties, metric: string[], regexp: regexp.Config, resource: string[]',
  'filterprocessor.ProfileFilters': 'profile: string[], resource: string[]',
  'filterprocessor.TraceFilters': 'resource: string[], span: string[], spanevent: string[]',
  'grpc.Config':
    'auth: configauth.Config, dialer: confignet.DialerConfig, endpoint: string, include_metadata: bool, keepalive: configgrpc.KeepaliveServerConfig, max_concurrent_streams: uint32, max_recv_msg_size_mib: int64, middlewares: configmiddleware.Config[], read_buffer_size: int64, tls: configtls.ServerConfig, transport: text confignet.TransportType, write_buffer_size: int64',
  'healthcheckextension.Config':
    'auth: confighttp.AuthConfig, check_collector_pipeline: http.CheckCollectorPipelineConfig, component_health: common.ComponentHealthConfig, compression_algorithms: string[], cors: confighttp.CORSConfig, dialer: confignet.DialerConfig, endpoint: string, grpc: grpc.Config, http: http.Config, idle_timeout: duration, include_metadata: bool, keep_alives_enabled: bool, max_request_body_size: int64, middlewares: configmiddleware.Config[], path: string, read_header_timeout: duration, read_timeout: duration, response_body: http.ResponseBodyConfig, response_headers: configopaque.Pair[], tls: configtls.ServerConfig, transport: text confignet.TransportType, use_v2: bool, write_timeout: duration',
  'http.CheckCollectorPipelineConfig': 'enabled: bool, exporter_failure_threshold: int64, interval: string',
  'http.Config':
    'auth: confighttp.AuthConfig, compression_algorithms: string[], config: http.PathConfig, cors: confighttp.CORSConfig, dialer: confignet.DialerConfig, endpoint: string, idle_timeout: duration, include_metadata: bool, keep_alives_enabled: bool, max_request_body_size: int64, middlewares: configmiddleware.Config[], read_header_timeout: duration, read_timeout: duration, response_headers: configopaque.Pair[], status: http.PathConfig, tls: configtls.ServerConfig, transport: text confignet.TransportType, write_timeout: duration',
  'http.PathConfig': 'enabled: bool, include_attributes: bool, path: string',
  'http.ResponseBodyConfig': 'healthy: string, unhealthy: string',
  'memorylimiter.Config':
    'check_interval: duration, limit_mib: uint32, limit_percentage: uint32, max_gc_interval_when_hard_limited: duration, max_gc_interval_when_soft_limited: duration, min_gc_interval_when_hard_limited: duration, min_gc_interval_when_soft_limited: duration, spike_limit_mib: uint32, spike_limit_percentage: uint32',
  'metricstransformprocessor.Config': 'transforms: metricstransformprocessor.transform[]',
  'metricstransformprocessor.operation':
    'action: string, aggregated_values: string[], aggregation_type: string, experimental_scale: float, label: string, label_set: string[], label_value: string, new_label: string, new_value: string, value_actions: metricstransformprocessor.valueAction[]',
  'metricstransformprocessor.transform':
    'action: string, aggregation_type: string, experimental_match_labels: {string}, group_resource_labels: {string}, include: string, match_type: string, new_name: string, operations: metricstransformprocessor.operation[], submatch_case: string',
  'metricstransformprocessor.valueAction': 'new_value: string, value: string',
  'migration.LogsConfigV030':
    'development: bool, disable_caller: bool, disable_stacktrace: bool, disable_zap_resource: bool, encoding: string, error_output_paths: string[], initial_fields: {any}, level: text zapcore.Level, output_paths: string[], processors: v0.3.0.LogRecordProcessor[], sampling: migration.LogsSamplingConfig',
  'migration.LogsSamplingConfig': 'enabled: bool, initial: int64, thereafter: int64, tick: duration',
  'migration.MetricsConfigV030':
    'level: text configtelemetry.Level, readers: v0.3.0.MetricReader[], views: v0.3.0.View[]',
  'migration.ResourceConfigV030':
    '*: any, attributes: v0.3.0.AttributeNameValue[], attributes_list: string, detectors: v0.3.0.Detectors, schema_url: string',
  'migration.TracesConfigV030':
    'level: text configtelemetry.Level, limits: v0.3.0.SpanLimits, processors: v0.3.0.SpanProcessor[], propagators: string[], sampler: v0.3.0.Sampler',
  'otelconftelemetry.Config':
    'logs: migration.LogsConfigV030, metrics: migration.MetricsConfigV030, resource: migration.ResourceConfigV030, traces: migration.TracesConfigV030',
  'otlpexporter.Config':
    'auth: configauth.Config, authority: string, balancer_name: string, compression: text configcompression.Type, endpoint: string, headers: configopaque.Pair[], keepalive: configgrpc.KeepaliveClientConfig, middlewares: configmiddleware.Config[], read_buffer_size: int64, retry_on_failure: configretry.BackOffConfig, sending_queue: queuebatch.Config, timeout: duration, tls: configtls.ClientConfig, user_agent: string, wait_for_ready: bool, write_buffer_size: int64',
  'otlphttpexporter.Config':
    'auth: configauth.Config, compression: text configcompression.Type, compression_params: configcompression.CompressionParams, cookies: confighttp.CookiesConfig, disable_keep_alives: bool, encoding: text otlphttpexporter.EncodingType, endpoint: string, force_attempt_http2: bool, headers: configopaque.Pair[], http2_ping_timeout: duration, http2_read_idle_timeout: duration, idle_conn_timeout: duration, logs_endpoint: string, max_conns_per_host: int64, max_idle_conns: int64, max_idle_conns_per_host: int64, metrics_endpoint: string, middlewares: configmiddleware.Config[], profiles_endpoint: string, proxy_url: string, read_buffer_size: int64, retry_on_failure: configretry.BackOffConfig, sending_queue: queuebatch.Config, timeout: duration, tls: configtls.ClientConfig, traces_endpoint: string, write_buffer_size: int64',
  'otlpreceiver.Config': 'protocols: otlpreceiver.Protocols',
  'otlpreceiver.HTTPConfig':
    'auth: confighttp.AuthConfig, compression_algorithms: string[], cors: confighttp.CORSConfig, dialer: confignet.DialerConfig, endpoint: string, idle_timeout: duration, include_metadata: bool, keep_alives_enabled: bool, logs_url_path: text otlpreceiver.SanitizedURLPath, max_request_body_size: int64, metrics_url_path: text otlpreceiver.SanitizedURLPath, middlewares: configmiddleware.Config[], read_header_timeout: duration, read_timeout: duration, response_headers: configopaque.Pair[], tls: configtls.ServerConfig, traces_url_path: text otlpreceiver.SanitizedURLPath, transport: text confignet.TransportType, write_timeout: duration',
  'otlpreceiver.Protocols': 'grpc: configgrpc.ServerConfig, http: otlpreceiver.HTTPConfig',
  'pipelines.PipelineConfig':
    'exporters: text component.ID[], processors: text component.ID[], receivers: text component.ID[]',
  'probabilisticsamplerprocessor.Config':
    'attribute_source: string, fail_closed: bool, from_attribute: string, hash_seed: uint32, mode: text probabilisticsamplerprocessor.SamplerMode, sampling_percentage: float, sampling_precision: int64, sampling_priority: string',
  'prometheusremotewriteexporter.Config':
    'add_metric_suffixes: bool, auth: configauth.Config, compression: text configcompression.Type, compression_params: configcompression.CompressionParams, cookies: confighttp.CookiesConfig, disable_keep_alives: bool, disable_scope_info: bool, endpoint: string, external_labels: {string}, force_attempt_http2: bool, headers: configopaque.Pair[], http2_ping_timeout: duration, http2_read_idle_timeout: duration, idle_conn_timeout: duration, max_batch_request_parallelism: int64, max_batch_size_bytes: int64, max_conns_per_host: int64, max_idle_conns: int64, max_idle_conns_per_host: int64, middlewares: configmiddleware.Config[], namespace: string, protobuf_message: string, proxy_url: string, read_buffer_size: int64, remote_write_queue: prometheusremotewriteexporter.RemoteWriteQueue, resource_to_telemetry_conversion: resourcetotelemetry.Settings, retry_on_failure: configretry.BackOffConfig, send_metadata: bool, target_info: prometheusremotewriteexporter.TargetInfo, timeout: duration, tls: configtls.ClientConfig, translation_strategy: string, wal: prometheusremotewriteexporter.WALConfig, write_buffer_size: int64',
  'prometheusremotewriteexporter.RemoteWriteQueue': 'enabled: bool, num_consumers: int64, queue_size: int64',
  'prometheusremotewriteexporter.TargetInfo': 'enabled: bool',
  'prometheusremotewriteexporter.WALConfig':
    'buffer_size: int64, directory: string, lag_record_frequency: duration, truncate_frequency: duration',
  'protocol.ExplicitBucket': 'buckets: float[], matcher_pattern: string',
  'protocol.HistogramConfig': 'explicit_buckets: protocol.ExplicitBucket[], max_size: int32',
  'protocol.SummaryConfig': 'percentiles: float[]',
  'protocol.TimerHistogramMapping':
    'histogram: protocol.HistogramConfig, observer_type: string, statsd_type: string, summary: protocol.SummaryConfig',
  'proxy.Config':
    'aws_endpoint: string, dialer: confignet.DialerConfig, endpoint: string, local_mode: bool, proxy_address: string, region: string, role_arn: string, service_name: string, tls: configtls.ClientConfig',
  'queuebatch.BatchConfig':
    'flush_timeout: duration, max_size: int64, min_size: int64, partition: queuebatch.PartitionConfig, sizer: text request.SizerType',
  'queuebatch.Config':
    'batch: queuebatch.BatchConfig, block_on_overflow: bool, enabled: bool, num_consumers: int64, queue_size: int64, sizer: text request.SizerType, storage: text component.ID, wait_for_result: bool',
  'queuebatch.PartitionConfig': 'metadata_keys: string[]',
  'regexp.Config': 'cacheenabled: bool, cachemaxnumentries: int64',
  'resourceprocessor.Config': 'attributes: attraction.ActionKeyValue[]',
  'resourcetotelemetry.Settings': 'enabled: bool, exclude_service_attributes: bool',
  'sigv4authextension.AssumeRole':
    'arn: string, external_id: string, session_name: string, sts_region: string, web_identity_token_file: string',
  'sigv4authextension.Config': 'assume_role: sigv4authextension.AssumeRole, region: string, service: string',
  'statsdreceiver.Config':
    'aggregation_interval: duration, counter_type: string, dialer: confignet.DialerConfig, enable_ip_only_aggregation: bool, enable_metric_type: bool, enable_simple_tags: bool, endpoint: string, ignore_host: bool, is_monotonic_counter: bool, socket_buffer_size: int64, socket_permissions: uint32, timer_histogram_mapping: protocol.TimerHistogramMapping[], transport: text confignet.TransportType',
  'tailsamplingprocessor.AndCfg': 'and_sub_policy: tailsamplingprocessor.AndSubPolicyCfg[]',
  'tailsamplingprocessor.AndSubPolicyCfg':
    'boolean_attribute: tailsamplingprocessor.BooleanAttributeCfg, bytes_limiting: tailsamplingprocessor.BytesLimitingCfg, latency: tailsamplingprocessor.LatencyCfg, name: string, not: tailsamplingprocessor.NotCfg, numeric_attribute: tailsamplingprocessor.NumericAttributeCfg, ottl_condition: tailsamplingprocessor.OTTLConditionCfg, probabilistic: tailsamplingprocessor.ProbabilisticCfg, rate_limiting: tailsamplingprocessor.RateLimitingCfg, span_count: tailsamplingprocessor.SpanCountCfg, status_code: tailsamplingprocessor.StatusCodeCfg, string_attribute: tailsamplingprocessor.StringAttributeCfg, trace_state: tailsamplingprocessor.TraceStateCfg, type: string',
  'tailsamplingprocessor.BooleanAttributeCfg': 'invert_match: bool, key: string, value: bool',
  'tailsamplingprocessor.BytesLimitingCfg': 'burst_capacity: int64, bytes_per_second: int64',
  'tailsamplingprocessor.CompositeCfg':
    'composite_sub_policy: tailsamplingprocessor.CompositeSubPolicyCfg[], max_total_spans_per_second: int64, policy_order: string[], rate_allocation: tailsamplingprocessor.RateAllocationCfg[]',
  'tailsamplingprocessor.CompositeSubPolicyCfg':
    'and: tailsamplingprocessor.AndCfg, boolean_attribute: tailsamplingprocessor.BooleanAttributeCfg, bytes_limiting: tailsamplingprocessor.BytesLimitingCfg, latency: tailsamplingprocessor.LatencyCfg, name: string, numeric_attribute: tailsamplingprocessor.NumericAttributeCfg, ottl_condition: tailsamplingprocessor.OTTLConditionCfg, probabilistic: tailsamplingprocessor.ProbabilisticCfg, rate_limiting: tailsamplingprocessor.RateLimitingCfg, span_count: tailsamplingprocessor.SpanCountCfg, status_code: tailsamplingprocessor.StatusCodeCfg, string_attribute: tailsamplingprocessor.StringAttributeCfg, trace_state: tailsamplingprocessor.TraceStateCfg, type: string',
  'tailsamplingprocessor.Config':
    'block_on_overflow: bool, decision_cache: tailsamplingprocessor.DecisionCacheConfig, decision_wait: duration, decision_wait_after_root_received: duration, drop_pending_traces_on_shutdown: bool, expected_new_traces_per_sec: uint64, maximum_trace_size_bytes: uint64, num_traces: uint64, policies: tailsamplingprocessor.PolicyCfg[], sample_on_first_match: bool, sampling_strategy: string, tail_storage: text component.ID',
  'tailsamplingprocessor.DecisionCacheConfig': 'non_sampled_cache_size: int64, sampled_cache_size: int64',
  'tailsamplingprocessor.DropCfg': 'drop_sub_policy: tailsamplingprocessor.AndSubPolicyCfg[]',
  'tailsamplingprocessor.LatencyCfg': 'threshold_ms: int64, upper_threshold_ms: int64',
  'tailsamplingprocessor.NotCfg': 'not_sub_policy: tailsamplingprocessor.NotSubPolicyCfg',
  'tailsamplingprocessor.NotSubPolicyCfg':
    'boolean_attribute: tailsamplingprocessor.BooleanAttributeCfg, bytes_limiting: tailsamplingprocessor.BytesLimitingCfg, latency: tailsamplingprocessor.LatencyCfg, name: string, numeric_attribute: tailsamplingprocessor.NumericAttributeCfg, ottl_condition: tailsamplingprocessor.OTTLConditionCfg, probabilistic: tailsamplingprocessor.ProbabilisticCfg, rate_limiting: tailsamplingprocessor.RateLimitingCfg, span_count: tailsamplingprocessor.SpanCountCfg, status_code: tailsamplingprocessor.StatusCodeCfg, string_attribute: tailsamplingprocessor.StringAttributeCfg, trace_state: tailsamplingprocessor.TraceStateCfg, type: string',
  'tailsamplingprocessor.NumericAttributeCfg': 'invert_match: bool, key: string, max_value: int64, min_value: int64',
  'tailsamplingprocessor.OTTLConditionCfg': 'error_mode: text ottl.ErrorMode, span: string[], spanevent: string[]',
  'tailsamplingprocessor.PolicyCfg':
    'and: tailsamplingprocessor.AndCfg, boolean_attribute: tailsamplingprocessor.BooleanAttributeCfg, bytes_limiting: tailsamplingprocessor.BytesLimitingCfg, composite: tailsamplingprocessor.CompositeCfg, drop: tailsamplingprocessor.DropCfg, latency: tailsamplingprocessor.LatencyCfg, name: string, not: tailsamplingprocessor.NotCfg, numeric_attribute: tailsamplingprocessor.NumericAttributeCfg, ottl_condition: tailsamplingprocessor.OTTLConditionCfg, probabilistic: tailsamplingprocessor.ProbabilisticCfg, rate_limiting: tailsamplingprocessor.RateLimitingCfg, span_count: tailsamplingprocessor.SpanCountCfg, status_code: tailsamplingprocessor.StatusCodeCfg, string_attribute: tailsamplingprocessor.StringAttributeCfg, trace_state: tailsamplingprocessor.TraceStateCfg, type: string',
  'tailsamplingprocessor.ProbabilisticCfg': 'hash_salt: string, sampling_percentage: float',
  'tailsamplingprocessor.RateAllocationCfg': 'percent: int64, policy: string',
  'tailsamplingprocessor.RateLimitingCfg': 'burst_capacity: int64, spans_per_second: int64',
  'tailsamplingprocessor.SpanCountCfg': 'max_spans: int32, min_spans: int32',
  'tailsamplingprocessor.StatusCodeCfg': 'status_codes: string[]',
  'tailsamplingprocessor.StringAttributeCfg':
    'cache_max_size: int64, enabled_regex_matching: bool, invert_match: bool, key: string, values: string[]',
  'tailsamplingprocessor.TraceStateCfg': 'key: string, values: string[]',
  'telemetry.Config':
    'contributors: text component.ID[], enabled: bool, hostname: string, include_metadata: bool, instance_id: string, resource_arn: string',
  'v0.3.0.AttributeNameValue': 'name: string, type: v0.3.0.AttributeNameValueType, value: any',
  'v0.3.0.AttributeNameValueType': 'Value: any',
  'v0.3.0.BatchLogRecordProcessor':
    'export_timeout: int64, exporter: v0.3.0.LogRecordExporter, max_export_batch_size: int64, max_queue_size: int64, schedule_delay: int64',
  'v0.3.0.BatchSpanProcessor':
    'export_timeout: int64, exporter: v0.3.0.SpanExporter, max_export_batch_size: int64, max_queue_size: int64, schedule_delay: int64',
  'v0.3.0.Detectors': 'attributes: v0.3.0.DetectorsAttributes',
  'v0.3.0.DetectorsAttributes': 'excluded: string[], included: string[]',
  'v0.3.0.IncludeExclude': 'excluded: string[], included: string[]',
  'v0.3.0.LogRecordExporter': 'console: {any}, otlp: v0.3.0.OTLP',
  'v0.3.0.LogRecordProcessor': 'batch: v0.3.0.BatchLogRecordProcessor, simple: v0.3.0.SimpleLogRecordProcessor',
  'v0.3.0.MetricProducer': 'opencensus: {any}',
  'v0.3.0.MetricReader':
    'periodic: v0.3.0.PeriodicMetricReader, producers: v0.3.0.MetricProducer[], pull: v0.3.0.PullMetricReader',
  'v0.3.0.NameStringValuePair': 'name: string, value: string',
  'v0.3.0.OTLP':
    'certificate: string, client_certificate: string, client_key: string, compression: string, endpoint: string, headers: v0.3.0.NameStringValuePair[], headers_list: string, insecure: bool, protocol: string, timeout: int64',
  'v0.3.0.OTLPMetric':
    'certificate: string, client_certificate: string, client_key: string, compression: string, default_histogram_aggregation: string, endpoint: string, headers: v0.3.0.NameStringValuePair[], headers_list: string, insecure: bool, protocol: string, temporality_preference: string, timeout: int64',
  'v0.3.0.PeriodicMetricReader': 'exporter: v0.3.0.PushMetricExporter, interval: int64, timeout: int64',
  'v0.3.0.Prometheus':
    'host: string, port: int64, with_resource_constant_labels: v0.3.0.IncludeExclude, without_scope_info: bool, without_type_suffix: bool, without_units: bool',
  'v0.3.0.PullMetricExporter': 'prometheus: v0.3.0.Prometheus',
  'v0.3.0.PullMetricReader': 'exporter: v0.3.0.PullMetricExporter',
  'v0.3.0.PushMetricExporter': 'console: {any}, otlp: v0.3.0.OTLPMetric',
  'v0.3.0.Sampler':
    'always_off: {any}, always_on: {any}, jaeger_remote: v0.3.0.SamplerJaegerRemote, parent_based: v0.3.0.SamplerParentBased, trace_id_ratio_based: v0.3.0.SamplerTraceIDRatioBased',
  'v0.3.0.SamplerJaegerRemote': 'endpoint: string, initial_sampler: v0.3.0.Sampler, interval: int64',
  'v0.3.0.SamplerParentBased':
    'local_parent_not_sampled: v0.3.0.Sampler, local_parent_sampled: v0.3.0.Sampler, remote_parent_not_sampled: v0.3.0.Sampler, remote_parent_sampled: v0.3.0.Sampler, root: v0.3.0.Sampler',
  'v0.3.0.SamplerTraceIDRatioBased': 'ratio: float',
  'v0.3.0.SimpleLogRecordProcessor': 'exporter: v0.3.0.LogRecordExporter',
  'v0.3.0.SimpleSpanProcessor': 'exporter: v0.3.0.SpanExporter',
  'v0.3.0.SpanExporter': 'console: {any}, otlp: v0.3.0.OTLP, zipkin: v0.3.0.Zipkin',
  'v0.3.0.SpanLimits':
    'attribute_count_limit: int64, attribute_value_length_limit: int64, event_attribute_count_limit: int64, event_count_limit: int64, link_attribute_count_limit: int64, link_count_limit: int64',
  'v0.3.0.SpanProcessor': 'batch: v0.3.0.BatchSpanProcessor, simple: v0.3.0.SimpleSpanProcessor',
  'v0.3.0.View': 'selector: v0.3.0.ViewSelector, stream: v0.3.0.ViewStream',
  'v0.3.0.ViewSelector':
    'instrument_name: string, instrument_type: string, meter_name: string, meter_schema_url: string, meter_version: string, unit: string',
  'v0.3.0.ViewStream':
    'aggregation: v0.3.0.ViewStreamAggregation, attribute_keys: v0.3.0.IncludeExclude, description: string, name: string',
  'v0.3.0.ViewStreamAggregation':
    'base2_exponential_bucket_histogram: v0.3.0.ViewStreamAggregationBase2ExponentialBucketHistogram, default: {any}, drop: {any}, explicit_bucket_histogram: v0.3.0.ViewStreamAggregationExplicitBucketHistogram, last_value: {any}, sum: {any}',
  'v0.3.0.ViewStreamAggregationBase2ExponentialBucketHistogram':
    'max_scale: int64, max_size: int64, record_min_max: bool',
  'v0.3.0.ViewStreamAggregationExplicitBucketHistogram': 'boundaries: float[], record_min_max: bool',
  'v0.3.0.Zipkin': 'endpoint: string, timeout: int64',
};
