package rtm.main;

import rtm.domain.model.Wire;

/** The least level of log line that is written. */
enum LogLevel implements Wire {
    DEBUG,
    INFO,
    WARN,
    ERROR
}
