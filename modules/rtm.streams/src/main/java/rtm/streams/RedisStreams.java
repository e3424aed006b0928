package rtm.streams;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.InstantSource;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.EventStreams;
import rtm.domain.port.GameLeases;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.JobStreams;
import rtm.domain.port.MessageEncoder;
import rtm.domain.time.Durations;

/**
 * Redis, as this service uses it. Three connections: one that Redis blocks while there is no job,
 * one for all short commands, one for publishing, so that neither waits for another. All are
 * renewed when the server behind the address cannot do the work.
 */
public final class RedisStreams implements AutoCloseable {

    /** A command on a lease takes this part of its time at most, so that a renewal can be late. */
    private static final int PART_OF_A_LEASE = 6;

    private final Redis redis;
    private final ServerHealth server = new ServerHealth();
    private final ReconnectingConnection commands;
    private final DependencyCheck check;
    private final LeaseKeeper keeper;
    private final JobStreams jobs;
    private final EventStreams events;
    private final GameLeases leases;
    private final MessageEncoder encoder;

    private RedisStreams(StreamsSettings settings, InstantSource clock, OpenTelemetry telemetry) {
        Duration timeout = settings.operationTimeout();
        this.redis = new Redis(settings);
        ReconnectingConnection reading =
                ReconnectingConnection.of(redis, server, "read", timeout, 1);
        Duration shortTimeout =
                Durations.shorter(timeout, settings.leaseTtl().dividedBy(PART_OF_A_LEASE));
        this.commands = ReconnectingConnection.of(redis, server, "commands", shortTimeout, 2);
        ReconnectingConnection publishing =
                ReconnectingConnection.of(redis, server, "publish", timeout, 2);
        this.keeper = new LeaseKeeper(commands, settings.leaseTtl(), shortTimeout);
        RedisJobStreams jobStreams =
                new RedisJobStreams(
                        settings.streams(), new BlockingRead(reading, commands, timeout), commands);
        this.jobs = jobStreams;
        this.events = new RedisEventStreams(publishing, clock);
        this.leases =
                new RedisLeases(
                        commands,
                        settings.leaseTtl(),
                        keeper,
                        new LeaseTelemetry(telemetry, clock));
        this.check =
                new RedisCheck(
                        commands,
                        server,
                        new RedisWork(commands, settings.streams()),
                        jobStreams::refusal);
        this.encoder = new ContractMessages(settings.streams());
    }

    /**
     * The same, seen by no telemetry.
     *
     * @throws rtm.domain.model.DependencyUnavailableException as there
     */
    public static RedisStreams open(StreamsSettings settings, InstantSource clock) {
        return open(settings, clock, OpenTelemetry.noop());
    }

    /**
     * Connects to the master, and makes sure that it is one.
     *
     * @param clock dates the ids of published messages, which are forgotten after a day
     * @param telemetry for the spans and the waits of leases
     * @throws rtm.domain.model.DependencyUnavailableException in one sentence, if Redis does not
     *     answer within twice the operation timeout, does not take the password or the database, is
     *     loading its data, or is a replica
     */
    public static RedisStreams open(
            StreamsSettings settings, InstantSource clock, OpenTelemetry telemetry) {
        RedisStreams streams = new RedisStreams(settings, clock, telemetry);
        try {
            new ServerRoleCheck(settings, streams.commands).exchange();
            streams.server.greeted();
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

    /** How far behind the job streams are. */
    public JobBacklog backlog() {
        return new RedisJobBacklog(jobs, commands);
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

    /** Whether Redis answers and does the work that is asked of it. */
    public DependencyCheck check() {
        return check;
    }

    /** Looks at Redis for what an operator should know before it is relied on. */
    public RedisInspection inspect(InstantSource clock) {
        return RedisInspection.of(commands, clock);
    }

    /** Frees the leases that are left and closes the connections; a read that waits fails. */
    @Override
    public void close() {
        keeper.close();
        redis.close();
    }
}
