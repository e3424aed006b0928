package rtm.domain.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.BootId;
import rtm.domain.model.JobStream;
import rtm.domain.model.NodeReport;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.WireName;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.Disks;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.StoreOverview;
import rtm.domain.text.Causes;
import rtm.domain.text.PlainText;

/**
 * The state of the service and of what it needs, as far as it could be read.
 *
 * @param at when it was read
 * @param identity the process
 * @param phase what the process does at present
 * @param store what PostgreSQL counts
 * @param waitsFor for operations in progress that wait: for which pull and its progress, or for
 *     what else
 * @param pending work without a row in the operation log, the oldest first
 * @param dependencies what the service cannot work without
 * @param daemon the daemon's description of itself
 * @param jobs the jobs that wait, by stream
 * @param reader the node whose process reads the jobs, and has said which wait; missing if they are
 *     not known, and empty if this process reads them
 * @param disks the free space, by disk
 * @param nodes the nodes and what is there; none where there is one only
 * @param redis where the streams are, which is the same for all nodes; empty where there is one
 *     only
 * @param givenUp that nothing is done here, since the node of this process was given up
 */
public record ServiceStatus(
        Instant at,
        Identity identity,
        WireName phase,
        Part<StoreOverview.Summary> store,
        Map<OpenOperation, String> waitsFor,
        List<Pending> pending,
        List<DependencyState> dependencies,
        Part<DaemonDescription.Facts> daemon,
        Map<JobStream, Part<Waiting>> jobs,
        Optional<Part<String>> reader,
        Map<Disk, Part<DiskState>> disks,
        Part<List<NodeReport>> nodes,
        Optional<Part<JobBacklog.Place>> redis,
        Optional<String> givenUp) {

    /** For how long a start that failed is shown of a game without a record. */
    public static final Duration SHOWN = Duration.ofHours(24);

    /** Games without a record, each with its latest start, which failed not long ago. */
    public List<OperationEntry> unstarted() {
        return store.seen().map(StoreOverview.Summary::unstarted).orElse(List.of()).stream()
                .filter(start ->
                        start.finishedAt().orElse(start.startedAt()).isAfter(at.minus(SHOWN)))
                .toList();
    }

    /** The same with the jobs that wait, of which the process that reads them has said this. */
    ServiceStatus with(String node, Map<JobStream, Part<Waiting>> waiting, List<Pending> more) {
        return with(new Part.Seen<>(node), waiting, more);
    }

    /** The same without jobs that wait, since they are not known. */
    ServiceStatus withoutJobs(String why) {
        return with(new Part.Missing<>(why), Map.of(), pending);
    }

    private ServiceStatus with(
            Part<String> said, Map<JobStream, Part<Waiting>> waiting, List<Pending> work) {
        return new ServiceStatus(
                at,
                identity,
                phase,
                store,
                waitsFor,
                work,
                dependencies,
                daemon,
                waiting,
                Optional.of(said),
                disks,
                nodes,
                redis,
                givenUp);
    }

    /** What is wrong, in one line each. */
    public Causes causes() {
        Map<String, String> failing = new LinkedHashMap<>();
        for (DependencyState each : dependencies) {
            each.error().ifPresent(error -> failing.put(each.name(), PlainText.line(error)));
        }
        Causes causes = new Causes(failing);
        part(causes, "store", store);
        part(causes, "docker", daemon);
        jobs.forEach((stream, part) -> part(causes, stream.wire(), part));
        disks.forEach((disk, part) -> part(causes, disk.wire(), part));
        part(causes, "nodes", nodes);
        givenUp.ifPresent(causes::givenUp);
        Map<String, String> ailing = new LinkedHashMap<>();
        for (NodeReport each : nodes.seen().orElse(List.of())) {
            NodeCondition.attention(each).ifPresent(why -> ailing.put(each.node().label(), why));
            if (each.lost() && each.running() > 0) {
                causes.unseenGamesOn(each.node().id().number(), each.node().label());
            }
        }
        causes.nodes(ailing);
        store.seen()
                .map(StoreOverview.Summary::unreadableRows)
                .filter(count -> count > 0)
                .ifPresent(causes::unreadableRows);
        return causes;
    }

    private static void part(Causes causes, String name, Part<?> part) {
        part.missing().ifPresent(error -> causes.part(name, PlainText.line(error)));
    }

    /**
     * A process.
     *
     * @param version of the program
     * @param bootId this run of it
     * @param startedAt when it started
     */
    public record Identity(String version, BootId bootId, Instant startedAt) {}

    /**
     * Work without a row in the operation log.
     *
     * @param work what is to be done
     * @param since when it was asked for
     * @param waitsFor what it waits for, to be read behind "the"
     * @param progress how far a pull is
     */
    public record Pending(
            PendingWork.Work work,
            Instant since,
            Optional<String> waitsFor,
            Optional<String> progress) {

        /**
         * Whether there is something to say of it: a job that waits for nothing is about to run.
         */
        boolean isShown() {
            return work.kind() == PendingWork.Kind.PULL || waitsFor.isPresent();
        }
    }

    /**
     * Whether a dependency can be used.
     *
     * @param name as operators know it
     * @param error why it cannot be used now
     * @param last its last failure, also if it can be used again
     */
    public record DependencyState(
            String name, Optional<String> error, Optional<RememberedCheck.Failure> last) {}

    /**
     * What waits.
     *
     * @param count how many
     * @param oldest how long the oldest has waited
     */
    public record Waiting(int count, Optional<Duration> oldest) {

        /**
         * Without those that are in progress or done; unless nobody counted all.
         *
         * @param others how many these are
         * @param waits how long the oldest other one has waited, if this process knows it
         */
        Waiting without(long others, Optional<Duration> waits) {
            if (others == 0 || count >= JobBacklog.MOST_COUNTED) {
                return this;
            }
            long left = Math.max(0, count - others);
            return left == 0
                    ? new Waiting(0, Optional.empty())
                    : new Waiting(Math.toIntExact(left), waits.or(() -> oldest));
        }
    }

    /** The disks that matter. */
    public enum Disk implements WireName {
        /** The games' state folders. */
        STATE_ROOT,
        /** Docker's images and containers. */
        DOCKER_ROOT
    }

    /**
     * The space on a disk.
     *
     * @param path a folder on it
     * @param space its space
     */
    public record DiskState(String path, Disks.Space space) {}
}
