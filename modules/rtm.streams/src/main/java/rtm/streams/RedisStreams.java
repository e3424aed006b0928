package rtm.streams;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.EventStreams;
import rtm.domain.port.GameLeases;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.JobStreams;
import rtm.domain.port.MessageEncoder;
import rtm.domain.port.upkeep.StreamUpkeep;
import rtm.domain.time.Durations;

/**
 * Redis, as this service uses it. It has three connections, so that none waits for another: one
 * that Redis blocks while there is no job, one for short commands, one for publishing. All are
 * renewed if the server behind the address cannot do the work.
 */
public final class RedisStreams implements AutoCloseable {

    /**
     * A command on a lease may take at most one sixth of the lease's lifetime, so that a late
     * renewal still succeeds.
     */
    private static final int PART_OF_A_LEASE = 6;

    private final StreamsSettings settings;
    private final Redis redis;
    private final ServerHealth server = new ServerHealth();
    private final ReconnectingConnection commands;
    private final DatabaseMark mark;
    private final DependencyCheck check;
    private final LeaseKeeper keeper;
    private final JobStreams jobs;
    private final StreamUpkeep upkeep;
    private final EventStreams events;
    private final GameLeases leases;
    private final MessageEncoder encoder;

    private RedisStreams(StreamsSettings settings, InstantSource clock, OpenTelemetry telemetry) {
        Duration timeout = settings.operationTimeout();
        this.settings = settings;
        this.redis = new Redis(settings);
        ReconnectingConnection reading =
                ReconnectingConnection.ofLongReplies(redis, server, "read", timeout);
        Duration shortTimeout =
                Durations.shorter(timeout, settings.leaseTtl().dividedBy(PART_OF_A_LEASE));
        this.commands = ReconnectingConnection.of(redis, server, "commands", shortTimeout, 2);
        ReconnectingConnection publishing =
                ReconnectingConnection.of(redis, server, "publish", timeout, 2);
        this.mark = new DatabaseMark(commands);
        this.keeper = new LeaseKeeper(commands, settings.leaseTtl(), shortTimeout);
        RedisJobStreams jobStreams =
                new RedisJobStreams(
                        settings.streams(),
                        reading,
                        new BlockingRead(reading, commands, timeout),
                        commands,
                        mark);
        this.jobs = jobStreams;
        this.upkeep = new RedisStreamUpkeep(settings.streams(), jobStreams, commands);
        this.events = new RedisEventStreams(publishing, clock, mark);
        this.leases =
                new RedisLeases(
                        commands,
                        settings.leaseTtl(),
                        keeper,
                        new LeaseTelemetry(telemetry, clock),
                        mark);
        this.check =
                new RedisCheck(
                        commands,
                        server,
                        new RedisWork(commands, settings.streams(), mark),
                        jobStreams::refusal);
        this.encoder = new ContractMessages(settings.streams());
    }

    /**
     * Connects without telemetry.
     *
     * @throws rtm.domain.model.DependencyUnavailableException as {@link #open(StreamsSettings,
     *     InstantSource, OpenTelemetry)} does
     */
    public static RedisStreams open(StreamsSettings settings, InstantSource clock) {
        return open(settings, clock, OpenTelemetry.noop());
    }

    /**
     * Connects to the server and checks that it is a master.
     *
     * @param clock dates the ids of published messages, which are deleted after a day
     * @param telemetry for the spans and the wait metric of leases
     * @throws rtm.domain.model.DependencyUnavailableException with one sentence, if Redis does not
     *     answer within twice the operation timeout, refuses the password or the database, is
     *     loading its data, or is a replica
     */
    public static RedisStreams open(
            StreamsSettings settings, InstantSource clock, OpenTelemetry telemetry) {
        RedisStreams streams = new RedisStreams(settings, clock, telemetry);
        try {
            new ServerRoleCheck(settings, streams.commands).run();
            streams.server.logChanges();
            return streams;
        } catch (RuntimeException refused) {
            streams.close();
            throw refused;
        }
    }

    /** The streams that bring jobs. */
    public JobStreams jobs() {
        return jobs;
    }

    /** The backlog of the job streams. */
    public JobBacklog backlog() {
        return new RedisJobBacklog(settings, jobs, commands);
    }

    /** Measures and trims the streams. */
    public StreamUpkeep upkeep() {
        return upkeep;
    }

    /** The streams that others read. */
    public EventStreams events() {
        return events;
    }

    /** The per-game leases. */
    public GameLeases leases() {
        return leases;
    }

    /** Writes announcements as entries of the streams. */
    public MessageEncoder encoder() {
        return encoder;
    }

    /** Checks that Redis answers and does this service's work. */
    public DependencyCheck check() {
        return check;
    }

    /**
     * Notes in Redis which database its offsets belong to, if Redis has no note yet.
     *
     * @param replace whether to replace the note of another database
     * @return the id of another database that Redis belongs to
     */
    public Optional<String> rememberDatabase(UUID database, boolean replace) {
        return mark.remember(database, replace);
    }

    /** Reads what an operator should know about Redis before using it. */
    public RedisInspection inspect(InstantSource clock) {
        return RedisInspection.of(commands, clock);
    }

    /** Releases the remaining leases and closes the connections; a waiting read fails. */
    @Override
    public void close() {
        keeper.close();
        redis.close();
    }
}
