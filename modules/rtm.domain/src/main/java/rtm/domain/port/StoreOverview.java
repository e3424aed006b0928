package rtm.domain.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.Drain;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameMark;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.Leader;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Standby;

/**
 * What operators look at, over all games. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
public interface StoreOverview {

    /**
     * Counts, and reads what is in progress and what is unwell; loads no record.
     *
     * @param most the most operations in progress, unwell games, and games without a record, to
     *     return
     */
    Summary summary(int most);

    /** How many rows of the operation log are read for games without a record. */
    int RECENT_ROWS = 2000;

    /**
     * A page of records, sorted by game id.
     *
     * @param after only games after this one
     * @param limit the most records to return; fewer mean that no more follow
     */
    List<RuntimeRecord> records(GameFilter filter, Optional<GameId> after, int limit);

    /** The records of these games, sorted by game id; a game without one is missing. */
    List<RuntimeRecord> records(Collection<GameId> games);

    /** A page of games: their records, each game's health, newest operation and latest ending. */
    List<GameOverview> games(GameFilter filter, Optional<GameId> after, int limit);

    /** The same of these games, sorted by game id; a game without a record is missing. */
    List<GameOverview> games(Collection<GameId> games);

    /**
     * The marks of a page of games, sorted by game id: cheaper than the games, for callers that
     * kept what they made of them. A game that is read after its mark is as the mark says, or
     * newer.
     *
     * @param after only games after this one
     * @param limit the most marks to return; fewer mean that no more follow
     */
    List<GameMark> marks(GameFilter filter, Optional<GameId> after, int limit);

    /**
     * A page of the operation log, newest first.
     *
     * @param before only rows that are older than the row with this number
     * @param limit the most rows to return; fewer mean that no more follow
     */
    List<OperationEntry> operations(OperationFilter filter, Optional<Long> before, int limit);

    /**
     * The summary.
     *
     * @param tally records by status, and the outbox
     * @param health the number of games by their last observed health, without removed games; a
     *     status that no game has is missing
     * @param lost how many removed games have lost their container without a request
     * @param unwell the games that somebody should look at, the one that was last seen so first
     * @param open how many operations are in progress
     * @param oldest the oldest of them, oldest first
     * @param unstarted of games without a record, the latest start, which failed; newest first, of
     *     the {@link #RECENT_ROWS} newest rows
     * @param leader the process that leads; empty if none does
     * @param standbys the processes beside the leader, those that work on a node too
     * @param drain empty while new games are started
     * @param unreadableRows how many different rows this process could not read since it started
     */
    record Summary(
            StoreTally tally,
            Map<HealthStatus, Long> health,
            long lost,
            List<UnwellGame> unwell,
            long open,
            List<OpenOperation> oldest,
            List<OperationEntry> unstarted,
            Optional<Leader> leader,
            List<Standby> standbys,
            Optional<Drain> drain,
            int unreadableRows) {

        /** Keeps its own copies. */
        public Summary {
            health = Map.copyOf(health);
            unwell = List.copyOf(unwell);
            oldest = List.copyOf(oldest);
            unstarted = List.copyOf(unstarted);
            standbys = List.copyOf(standbys);
        }
    }

    /**
     * A game that is unwell, without its record.
     *
     * @param status the status of its record
     * @param startedAt when its latest engine was started
     * @param seen how it was last seen
     * @param end how its latest engine ended, if one did
     */
    record UnwellGame(
            RuntimeStatus status, Instant startedAt, HealthSnapshot seen, Optional<End> end) {}

    /**
     * An end.
     *
     * @param at when it was
     * @param withDaemon whether the daemon ended too
     * @param crashes how many unasked ends there were in the hour up to it
     */
    record End(Instant at, boolean withDaemon, int crashes) {}
}
