package rtm.domain.operation;

import java.io.Serial;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OpenOperation;

/** A job is on another node; the same job is asked for again until its row there is closed. */
public final class CarriedOutElsewhereException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final transient OpenOperation row;
    private final String node;

    /**
     * A job of that row.
     *
     * @param row the row, on another node
     * @param node the name of that node
     */
    public CarriedOutElsewhereException(OpenOperation row, String node) {
        super("game %s is on node %s".formatted(row.gameId(), node));
        this.row = row;
        this.node = node;
    }

    /** The number of its row. */
    public long row() {
        return row.row();
    }

    /** The name of the node. */
    public String node() {
        return node;
    }

    /** Whether a process of that node has taken it; from then on only that node can settle it. */
    public boolean isTaken() {
        return !row.untaken();
    }

    /** What the job waits for as long as nobody has taken it. */
    public DependencyUnavailableException untaken() {
        return new DependencyUnavailableException(
                Dependency.NODE,
                "game %s is on node %s, which does not take its job".formatted(row.gameId(), node),
                this);
    }
}
