package rtm.workers;

import java.time.Duration;
import rtm.domain.log.Log;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.state.GameStates;

/**
 * Looks at intervals whether the games' state is there. It has a thread of its own, since a disk
 * may hang.
 */
final class StateWatch {

    private static final Log LOG = Log.of(StateWatch.class);

    private final GameStates states;
    private final Duration interval;
    private final Rounds.Sleep sleep;
    private final RoundOutage outage;

    StateWatch(GameStates states, Duration interval, Rounds.Sleep sleep) {
        this.states = states;
        this.interval = interval;
        this.sleep = sleep;
        this.outage =
                new RoundOutage(
                        LOG,
                        interval,
                        "whether the games' state is there cannot be seen",
                        "whether the games' state is there can be seen");
    }

    /** Looks at once and then each interval, until it is interrupted. */
    void run() throws InterruptedException {
        while (true) {
            look();
            sleep.sleep(interval);
        }
    }

    private void look() throws InterruptedException {
        try {
            states.look();
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away);
        }
        outage.roundEnded();
    }
}
