package rtm.docker;

import java.util.Optional;
import java.util.function.Function;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.Reply;

/**
 * The one container of a {@link FakeDaemon}. Its list lags: for a while after a change it shows the
 * old state. Its answer to a change may differ from the effect.
 */
final class FakeContainer implements Function<Asked, Optional<Reply>> {

    static final String ID = "c0ffee";

    /** How many lists or inspections still show the old state. */
    private static final int LATE = 3;

    /** What a change does. */
    enum Deed {
        AT_ONCE,
        A_MOMENT_LATER,
        NEVER
    }

    private final Deed deed;
    private final Reply answer;
    private String name = "galaxy-game-g";
    private String state;
    private String error = "";
    private int started;
    private boolean gone;
    private Runnable pending = () -> {};
    private int inspectionsLeft;
    private String listed = "";
    private int listsLeft;

    /** A container in a state, with the effect of a requested change and the answer to it. */
    FakeContainer(String state, Deed deed, Reply answer) {
        this.state = state;
        this.deed = deed;
        this.answer = answer;
    }

    @Override
    public synchronized Optional<Reply> apply(Asked asked) {
        if (asked.is("GET", "/containers/json")) {
            return Optional.of(Reply.json(200, "[" + list() + "]"));
        }
        if (asked.is("GET", "/containers/" + ID + "/json")) {
            return Optional.of(inspection());
        }
        if (asked.is("POST", "/containers/" + ID + "/stop")) {
            return Optional.of(change(() -> state = "exited"));
        }
        if (asked.is("POST", "/containers/" + ID + "/start")) {
            return Optional.of(change(() -> run("running")));
        }
        if (asked.is("POST", "/containers/" + ID + "/rename")) {
            return Optional.of(change(() -> name = asked.line().replaceFirst(".*[?]name=", "")));
        }
        return asked.is("DELETE", "/containers/" + ID)
                ? Optional.of(change(() -> gone = true))
                : Optional.empty();
    }

    /** It was started and is now in that state. */
    synchronized void run(String now) {
        started++;
        state = now;
    }

    /** The next start fails for this reason. */
    synchronized void failToStart(String why) {
        error = why;
    }

    synchronized boolean gone() {
        return gone;
    }

    private Reply change(Runnable effect) {
        listed = entry();
        listsLeft = LATE;
        switch (deed) {
            case AT_ONCE -> effect.run();
            case A_MOMENT_LATER -> {
                pending = effect;
                inspectionsLeft = LATE;
            }
            case NEVER -> {}
        }
        return answer;
    }

    private String list() {
        return listsLeft-- > 0 ? listed : entry();
    }

    private String entry() {
        return gone
                ? ""
                : "{\"Id\":\"%s\",\"Names\":[\"/%s\"],\"State\":\"%s\"}".formatted(ID, name, state);
    }

    private Reply inspection() {
        if (inspectionsLeft > 0 && --inspectionsLeft == 0) {
            pending.run();
        }
        return gone
                ? Reply.json(404, "{\"message\":\"No such container: c0ffee\"}")
                : Reply.json(
                        200,
                        """
                        {"Id":"%s","Name":"/%s","Config":{},"State":{"Status":"%s","Error":"%s",\
                        "StartedAt":"2026-04-28T07:18:%02dZ"}}\
                        """
                                .formatted(ID, name, state, error, started));
    }
}
