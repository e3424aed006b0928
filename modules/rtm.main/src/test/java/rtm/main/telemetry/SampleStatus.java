package rtm.main.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.JobStream;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.overview.Part;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.overview.ServiceStatus.DependencyState;
import rtm.domain.overview.ServiceStatus.Disk;
import rtm.domain.overview.ServiceStatus.DiskState;
import rtm.domain.overview.ServiceStatus.Waiting;
import rtm.domain.port.Disks;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.StoreTally;

/** A status of which everything could be read, and one of which nothing could. */
final class SampleStatus {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final BootId PROCESS = new BootId(new UUID(1, 1));

    private SampleStatus() {}

    static ServiceStatus seen() {
        return status(
                new Part.Seen<>(summary()),
                List.of(
                        new DependencyState("postgres", Optional.empty(), Optional.empty()),
                        new DependencyState(
                                "docker network", Optional.of("it is away"), Optional.empty())),
                Map.of(
                        JobStream.START_JOBS,
                        new Part.Seen<>(new Waiting(2, Optional.of(Duration.ofMillis(1500)))),
                        JobStream.STOP_JOBS,
                        new Part.Seen<>(new Waiting(0, Optional.empty()))),
                Map.of(
                        Disk.STATE_ROOT,
                        new Part.Seen<>(new DiskState("/games", new Disks.Space(25, 100)))));
    }

    static ServiceStatus missing() {
        return status(
                new Part.Missing<>("postgres: away"),
                List.of(
                        new DependencyState(
                                "postgres", Optional.of("it is away"), Optional.empty())),
                Map.of(
                        JobStream.START_JOBS,
                        new Part.Missing<>("redis: away"),
                        JobStream.STOP_JOBS,
                        new Part.Missing<>("redis: away")),
                Map.of(
                        Disk.STATE_ROOT,
                        new Part.Missing<>("no answer within 2500 ms"),
                        Disk.DOCKER_ROOT,
                        new Part.Seen<>(new DiskState("/proc", new Disks.Space(0, 0)))));
    }

    private static ServiceStatus status(
            Part<StoreOverview.Summary> store,
            List<DependencyState> dependencies,
            Map<JobStream, Part<Waiting>> jobs,
            Map<Disk, Part<DiskState>> disks) {
        return new ServiceStatus(
                NOON,
                new ServiceStatus.Identity("0.0.0", PROCESS, NOON),
                OperationKind.START,
                store,
                Map.of(),
                List.of(),
                dependencies,
                new Part.Missing<>("docker: away"),
                jobs,
                Optional.empty(),
                disks,
                new Part.Seen<>(List.of()),
                Optional.empty(),
                Optional.empty());
    }

    private static StoreOverview.Summary summary() {
        return new StoreOverview.Summary(
                new StoreTally(
                        Map.of(RuntimeStatus.RUNNING, 3L), 2, Optional.of(NOON.minusMillis(700))),
                Map.of(HealthStatus.PROBE_FAILED, 1L),
                0,
                List.of(),
                2,
                List.of(open(Duration.ofSeconds(9)), open(Duration.ofSeconds(4))),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                0);
    }

    private static OpenOperation open(Duration age) {
        return new OpenOperation(
                1,
                new OperationId(new UUID(2, 2)),
                new GameId("game-1"),
                NodeId.FIRST,
                OperationKind.START,
                OperationSource.LOBBY_STREAM,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PROCESS,
                NOON.minus(age));
    }
}
