package rtm.main.settings;

import java.time.Duration;
import java.util.List;
import rtm.main.settings.type.VariableType;
import rtm.main.settings.type.VariableTypes;
import rtm.workers.wiring.WorkerSettings;

/** The variables of the workers. */
final class WorkerVariables {

    private static final VariableType<Duration> INTERVAL =
            VariableTypes.duration(Duration.ofMillis(100), Duration.ofDays(7));

    static final Variable<Duration> JOBS_READ_BLOCK_TIMEOUT =
            Variable.of(
                    "JOBS_READ_BLOCK_TIMEOUT",
                    VariableTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
                    "2s",
                    "How long one read of the job streams waits for an entry.");
    static final Variable<Integer> JOBS_MAX_CONCURRENCY =
            Variable.of(
                    "JOBS_MAX_CONCURRENCY",
                    VariableTypes.number(1, 1000),
                    "64",
                    "How many games' jobs run at the same time.");
    static final Variable<Duration> JOB_RETRY_BUDGET =
            Variable.of(
                    "JOB_RETRY_BUDGET",
                    VariableTypes.duration(Duration.ZERO, Duration.ofHours(24)),
                    "2m",
                    "How long a start job is retried while Docker, Redis or the state root is away.");
    static final Variable<Duration> INSPECT_INTERVAL =
            Variable.of(
                    "INSPECT_INTERVAL",
                    INTERVAL,
                    "30s",
                    "How often the state of each running engine is read from Docker.");
    static final Variable<Duration> PROBE_INTERVAL =
            Variable.of(
                    "PROBE_INTERVAL",
                    INTERVAL,
                    "15s",
                    "How often the health of each running engine is checked over HTTP.");
    static final Variable<Duration> PROBE_TIMEOUT =
            Variable.of(
                    "PROBE_TIMEOUT",
                    VariableTypes.duration(Duration.ofMillis(10), Duration.ofMinutes(10)),
                    "2s",
                    "How long an engine may take to answer a probe.");
    static final Variable<Integer> PROBE_FAILURES_THRESHOLD =
            Variable.of(
                    "PROBE_FAILURES_THRESHOLD",
                    VariableTypes.number(1, 1000),
                    "3",
                    "After how many failed probes in a row an engine counts as failing.");
    static final Variable<Integer> PROBE_MAX_CONCURRENCY =
            Variable.of(
                    "PROBE_MAX_CONCURRENCY",
                    VariableTypes.number(1, 1000),
                    "16",
                    "How many probes run at the same time.");
    static final Variable<Duration> RECONCILE_INTERVAL =
            Variable.of(
                    "RECONCILE_INTERVAL",
                    INTERVAL,
                    "5m",
                    "How often records and containers are compared and repaired.");
    static final Variable<Duration> CLEANUP_INTERVAL =
            Variable.of(
                    "CLEANUP_INTERVAL",
                    INTERVAL,
                    "1h",
                    "How often containers past their retention are removed.");
    static final Variable<Duration> CLEANUP_CONFIRMATION =
            Variable.of(
                    "CLEANUP_CONFIRMATION",
                    INTERVAL,
                    "1h",
                    "How long a container, an operation or an ending must stay past its retention before it is removed.");
    static final Variable<Duration> CONTAINER_RETENTION =
            Variable.of(
                    "CONTAINER_RETENTION_DAYS",
                    VariableTypes.days(1, 36_500),
                    "30",
                    "How long the container of a stopped game is kept.");
    static final Variable<Duration> OPERATION_LOG_RETENTION =
            Variable.of(
                    "OPERATION_LOG_RETENTION_DAYS",
                    VariableTypes.days(0, 36_500),
                    "0",
                    "How long the operation log and the endings of engines are kept; 0 means always.");
    static final VariableGroup GROUP =
            new VariableGroup(
                    "Workers",
                    List.of(
                            JOBS_READ_BLOCK_TIMEOUT,
                            JOBS_MAX_CONCURRENCY,
                            JOB_RETRY_BUDGET,
                            INSPECT_INTERVAL,
                            PROBE_INTERVAL,
                            PROBE_TIMEOUT,
                            PROBE_FAILURES_THRESHOLD,
                            PROBE_MAX_CONCURRENCY,
                            RECONCILE_INTERVAL,
                            CLEANUP_INTERVAL,
                            CONTAINER_RETENTION,
                            OPERATION_LOG_RETENTION,
                            CLEANUP_CONFIRMATION));

    private WorkerVariables() {}

    static WorkerSettings settings(SettingValues values) {
        return new WorkerSettings(
                new WorkerSettings.JobSettings(
                        values.of(JOBS_READ_BLOCK_TIMEOUT),
                        values.of(JOBS_MAX_CONCURRENCY),
                        values.of(JOB_RETRY_BUDGET)),
                values.of(INSPECT_INTERVAL),
                new WorkerSettings.Probe(
                        values.of(PROBE_INTERVAL),
                        values.of(PROBE_TIMEOUT),
                        values.of(PROBE_FAILURES_THRESHOLD),
                        values.of(PROBE_MAX_CONCURRENCY)),
                values.of(RECONCILE_INTERVAL),
                new WorkerSettings.Cleanup(
                        values.of(CLEANUP_INTERVAL),
                        values.of(CONTAINER_RETENTION),
                        values.of(OPERATION_LOG_RETENTION),
                        values.of(CLEANUP_CONFIRMATION)));
    }
}
