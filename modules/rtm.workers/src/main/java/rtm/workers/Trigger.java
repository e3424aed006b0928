package rtm.workers;

import rtm.domain.model.HealthSource;
import rtm.domain.model.WireName;

/** Why records and containers are compared. */
enum Trigger implements WireName {
    /** The process has begun to lead. */
    BOOT,
    /** The stream of events was opened; what happened before may have been missed. */
    CONNECT,
    /** Docker reported something that could not be read. */
    SKIPPED,
    /** The process stood still for a while, and may have been too slow for Docker. */
    PAUSE,
    /** It is time again. */
    INTERVAL,
    /** An inspection found an engine ended or gone. */
    INSPECT,
    /** Docker told that something happened. */
    EVENT;

    /** Who is named as the observer. */
    HealthSource source() {
        return switch (this) {
            case BOOT, CONNECT, SKIPPED, PAUSE, INTERVAL -> HealthSource.RECONCILE;
            case INSPECT -> HealthSource.INSPECT;
            case EVENT -> HealthSource.DOCKER_EVENT;
        };
    }
}
