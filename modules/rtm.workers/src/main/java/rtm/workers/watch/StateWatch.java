package rtm.workers.watch;

import java.time.Duration;
import rtm.domain.log.Log;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.state.GameStates;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.RoundOutage;
import rtm.workers.loop.Rounds;

/** Periodically checks the games' state on disk. It has its own thread, because a disk may hang. */
public final class StateWatch {

    private static final Log LOG = Log.of(StateWatch.class);

    private final GameStates states;
    private final Duration interval;
    private final Rounds.Sleep sleep;
    private final RoundOutage outage;

    public StateWatch(GameStates states, Duration interval, Rounds.Sleep sleep) {
        this.states = states;
        this.interval = interval;
        this.sleep = sleep;
        this.outage =
                new RoundOutage(
                        LOG,
                        interval,
                        "state of the games cannot be checked",
                        "state of the games can be checked again");
    }

    /** Checks at once and then once per interval, until it is interrupted. */
    public void run() throws InterruptedException {
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
