package rtm.main.settings;

import java.time.Duration;
import java.util.List;
import rtm.main.settings.type.LogLevel;
import rtm.main.settings.type.VariableTypes;

/** The variables of the process itself. */
final class ProcessVariables {

    static final Variable<LogLevel> LOG_LEVEL =
            Variable.of(
                    "LOG_LEVEL",
                    VariableTypes.oneOf(LogLevel.class),
                    "info",
                    "The lowest level of log lines that are written.");
    static final Variable<Duration> SHUTDOWN_TIMEOUT =
            Variable.of(
                    "SHUTDOWN_TIMEOUT",
                    VariableTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "30s",
                    "How long the whole process may take to stop.");
    static final Variable<Boolean> ACCEPT_ENGINE_CHANGE =
            Variable.of(
                    "ACCEPT_ENGINE_CHANGE",
                    VariableTypes.yesOrNo(),
                    "false",
                    "Boot even if the Docker daemon is not the one that the records are about; set"
                            + " it for one boot only.");
    static final Variable<Boolean> ACCEPT_DATABASE_CHANGE =
            Variable.of(
                    "ACCEPT_DATABASE_CHANGE",
                    VariableTypes.yesOrNo(),
                    "false",
                    "Boot even if the offsets in Redis belong to another PostgreSQL database; set it"
                            + " for one boot only.");
    static final VariableGroup GROUP =
            new VariableGroup(
                    "Process",
                    List.of(
                            LOG_LEVEL,
                            SHUTDOWN_TIMEOUT,
                            ACCEPT_ENGINE_CHANGE,
                            ACCEPT_DATABASE_CHANGE));

    private ProcessVariables() {}

    static ProcessSettings settings(SettingValues values) {
        return new ProcessSettings(
                values.of(LOG_LEVEL),
                values.of(SHUTDOWN_TIMEOUT),
                values.of(ACCEPT_ENGINE_CHANGE),
                values.of(ACCEPT_DATABASE_CHANGE));
    }
}
