package rtm.main.settings;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import rtm.main.settings.type.HostPort;
import rtm.main.settings.type.VariableType;
import rtm.main.settings.type.VariableTypes;
import rtm.streams.StreamsSettings;

/** The variables of Redis: the server, the streams and the lease. */
final class StreamsVariables {

    private static final VariableType<String> STREAM =
            VariableTypes.text(
                    "a key of 1 to 200 visible ASCII characters without blanks",
                    Pattern.compile("[!-~]{1,200}"));

    static final Variable<HostPort> MASTER_ADDRESS =
            Variable.required(
                    "REDIS_MASTER_ADDR",
                    VariableTypes.server(),
                    "127.0.0.1:6379",
                    "The address of the Redis master.");
    static final Variable<String> PASSWORD =
            Variable.required(
                            "REDIS_PASSWORD",
                            VariableTypes.text(
                                    "the password of Redis' default user",
                                    Pattern.compile("\\P{Cntrl}+")),
                            "change-me",
                            "The password for Redis.")
                    .keeping(Secrecy.ALL);
    static final Variable<Integer> DATABASE =
            Variable.of(
                    "REDIS_DB",
                    VariableTypes.number(0, 65_535),
                    "0",
                    "The number of the Redis database.");
    static final Variable<Duration> OPERATION_TIMEOUT =
            Variable.of(
                    "REDIS_OPERATION_TIMEOUT",
                    VariableTypes.duration(Duration.ofMillis(250), Duration.ofMinutes(1)),
                    "2s",
                    "How long Redis may take to answer a command; a blocking read may take its wait"
                            + " in addition.");
    static final Variable<Duration> LEASE_TTL =
            Variable.of(
                    "GAME_LEASE_TTL_SECONDS",
                    VariableTypes.seconds(5, 3600),
                    "60",
                    "How long a game's lease lasts if its holder no longer renews it.");
    static final VariableGroup REDIS =
            new VariableGroup(
                    "Redis",
                    List.of(MASTER_ADDRESS, PASSWORD, DATABASE, OPERATION_TIMEOUT, LEASE_TTL));

    static final Variable<String> START_JOBS =
            stream(
                    "REDIS_START_JOBS_STREAM",
                    "runtime:start_jobs",
                    "The stream from which start jobs are read.");
    static final Variable<String> STOP_JOBS =
            stream(
                    "REDIS_STOP_JOBS_STREAM",
                    "runtime:stop_jobs",
                    "The stream from which stop jobs are read.");
    static final Variable<String> JOB_RESULTS =
            stream(
                    "REDIS_JOB_RESULTS_STREAM",
                    "runtime:job_results",
                    "The stream to which the result of each job is written.");
    static final Variable<String> HEALTH_EVENTS =
            stream(
                    "REDIS_HEALTH_EVENTS_STREAM",
                    "runtime:health_events",
                    "The stream to which health events are written.");
    static final Variable<String> NOTIFICATION_INTENTS =
            stream(
                    "NOTIFICATION_INTENTS_STREAM",
                    "notification:intents",
                    "The stream to which notifications for admins are written.");
    static final List<Variable<String>> STREAM_NAMES =
            List.of(START_JOBS, STOP_JOBS, JOB_RESULTS, HEALTH_EVENTS, NOTIFICATION_INTENTS);
    static final VariableGroup STREAMS = new VariableGroup("Streams", List.copyOf(STREAM_NAMES));

    private StreamsVariables() {}

    static StreamsSettings settings(SettingValues values) {
        HostPort address = values.of(MASTER_ADDRESS);
        return new StreamsSettings(
                address.host(),
                address.port(),
                values.of(PASSWORD),
                values.of(DATABASE),
                values.of(OPERATION_TIMEOUT),
                values.of(LEASE_TTL),
                new StreamsSettings.StreamKeys(
                        values.of(START_JOBS),
                        values.of(STOP_JOBS),
                        values.of(JOB_RESULTS),
                        values.of(HEALTH_EVENTS),
                        values.of(NOTIFICATION_INTENTS)));
    }

    private static Variable<String> stream(String name, String fallback, String meaning) {
        return Variable.of(name, STREAM, fallback, meaning);
    }
}
