package rtm.domain.fake;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MessageId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.StopReason;
import rtm.domain.model.Verdict;

/** Plain operations, records and messages for the contract suites. */
public final class SampleOperations {

    public static final Instant START = Instant.parse("2026-04-28T07:18:54.123456Z");
    public static final Instant FINISH = START.plusSeconds(2);
    public static final GameId GAME = new GameId("game-01HZ");
    public static final ContainerId CONTAINER = new ContainerId("1f2a".repeat(16));

    /** A process that is dead. */
    public static final BootId NOBODY = new BootId(new UUID(0, 404));

    private SampleOperations() {}

    public static OperationRequest call(GameId game, OperationKind kind, BootId owner) {
        return new OperationRequest(
                new OperationId(UUID.randomUUID()),
                game,
                NodeId.FIRST,
                kind,
                new Origin.Call(OperationSource.ADMIN_REST),
                Optional.empty(),
                kind == OperationKind.STOP
                        ? Optional.of(StopReason.ADMIN_REQUEST)
                        : Optional.empty(),
                owner,
                START);
    }

    public static OperationRequest startCall(GameId game, BootId owner, String image) {
        return new OperationRequest(
                new OperationId(UUID.randomUUID()),
                game,
                NodeId.FIRST,
                OperationKind.START,
                new Origin.Call(OperationSource.ADMIN_REST),
                Optional.of(image),
                Optional.empty(),
                owner,
                START);
    }

    public static OperationRequest job(String reference, GameId game, String image, BootId owner) {
        return new OperationRequest(
                new OperationId(UUID.randomUUID()),
                game,
                NodeId.FIRST,
                OperationKind.START,
                new Origin.Job(reference),
                Optional.of(image),
                Optional.empty(),
                owner,
                START);
    }

    public static RuntimeRecord record(GameId game, RuntimeState state, long version) {
        return new RuntimeRecord(
                game,
                NodeId.FIRST,
                state,
                new ImageReference("galaxy/game:1.4.0"),
                game.engineEndpoint(),
                "/var/lib/galaxy/games/" + game,
                "galaxy-net",
                START,
                FINISH,
                START,
                version);
    }

    /** The same record, on that node. */
    public static RuntimeRecord on(NodeId node, RuntimeRecord record) {
        return new RuntimeRecord(
                record.gameId(),
                node,
                record.state(),
                record.currentImage(),
                record.engineEndpoint(),
                record.statePath(),
                record.dockerNetwork(),
                record.startedAt(),
                record.lastOpAt(),
                record.createdAt(),
                record.version());
    }

    /** The same request, on that node. */
    public static OperationRequest on(NodeId node, OperationRequest request) {
        return new OperationRequest(
                request.id(),
                request.gameId(),
                node,
                request.kind(),
                request.origin(),
                request.image(),
                request.reason(),
                request.owner(),
                request.startedAt());
    }

    public static RuntimeRecord running(GameId game, long version) {
        return record(game, new RuntimeState.Running(CONTAINER), version);
    }

    /** A completion that changes nothing but the row. */
    public static Completion bare(OpenOperation operation, Verdict verdict) {
        return new Completion(
                operation,
                verdict,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                FINISH);
    }

    /** A completion with all parts: the record at that version, a snapshot and two messages. */
    public static Completion whole(OpenOperation operation, RuntimeRecord record) {
        return new Completion(
                operation,
                new Verdict.Done(),
                Optional.of(CONTAINER),
                Optional.empty(),
                Optional.of(record),
                Optional.of(
                        new HealthSnapshot(
                                operation.gameId(),
                                Optional.of(CONTAINER),
                                HealthStatus.HEALTHY,
                                HealthSource.OPERATION,
                                "{\"image_ref\":\"galaxy/game:1.4.0\"}",
                                FINISH)),
                List.of(
                        message("runtime:job_results", operation.gameId()),
                        message("runtime:health_events", operation.gameId())),
                FINISH);
    }

    public static OutboxMessage message(String stream, GameId game) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("outcome", "success");
        fields.put("game_id", game.value());
        fields.put("error_message", "");
        fields.put("a", "quotes \" and \\ and { } and ü, and a line\nmore");
        return new OutboxMessage(new MessageId(UUID.randomUUID()), stream, game, fields);
    }
}
