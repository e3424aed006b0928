package rtm.domain.fake;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import rtm.domain.model.BootId;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;

/** The operation log of an {@link InMemoryStore}, whose lock guards it. */
final class InMemoryOperationLog {

    private final SortedMap<Long, LoggedOperation> rows = new TreeMap<>();
    private final Map<ContainerId, GameId> earlier = new HashMap<>();
    private long lastRow;

    List<LoggedOperation> rows() {
        return List.copyOf(rows.values());
    }

    Optional<LoggedOperation> find(OpenOperation operation) {
        return Optional.ofNullable(rows.get(operation.row()));
    }

    Optional<OpenOperation> openRowOf(GameId gameId) {
        return rows.values().stream()
                .filter(LoggedOperation::inProgress)
                .map(LoggedOperation::operation)
                .filter(operation -> operation.gameId().equals(gameId))
                .findFirst();
    }

    /** The row that the same job, or the same request with a lost answer, opened before. */
    Optional<LoggedOperation> earlierAttempt(OperationRequest request) {
        return rows.values().stream()
                .filter(row ->
                        row.operation().id().equals(request.id())
                                || isSameJob(row.operation(), request))
                .findFirst();
    }

    private static boolean isSameJob(OpenOperation row, OperationRequest request) {
        Optional<String> reference = request.origin().sourceRef();
        return reference.isPresent()
                && (row.sourceRef().equals(reference)
                        || row.sourceRef().equals(reference.map(text -> apart(text, request))))
                && row.gameId().equals(request.gameId())
                && row.kind() == request.kind()
                && row.image().equals(request.image())
                && row.reason().equals(request.reason());
    }

    void made(GameId gameId, ContainerId container) {
        earlier.put(container, gameId);
    }

    ClaimAnswers judge(GameId gameId, Collection<ContainerClaim> claims) {
        Set<ContainerId> confirmed = new HashSet<>();
        Set<ContainerId> refuted = new HashSet<>();
        for (ContainerClaim claim : claims) {
            Optional<LoggedOperation> maker =
                    rowsOf(gameId)
                            .filter(row ->
                                    claim.operation().equals(Optional.of(row.operation().id())))
                            .findFirst();
            if (names(gameId, claim.container())
                    || maker.filter(row -> named(row).isEmpty()).isPresent()) {
                confirmed.add(claim.container());
            } else if (maker.isPresent()) {
                refuted.add(claim.container());
            }
        }
        return new ClaimAnswers(confirmed, refuted);
    }

    private boolean names(GameId gameId, ContainerId container) {
        return gameId.equals(earlier.get(container))
                || rowsOf(gameId).anyMatch(row -> named(row).equals(Optional.of(container)));
    }

    private Stream<LoggedOperation> rowsOf(GameId gameId) {
        return rows.values().stream().filter(row -> row.operation().gameId().equals(gameId));
    }

    private static Optional<ContainerId> named(LoggedOperation row) {
        return row.completion().flatMap(Completion::container);
    }

    OpenOperation open(OperationRequest request) {
        Optional<String> reference =
                request.origin()
                        .sourceRef()
                        .map(text -> isTaken(text) ? apart(text, request) : text);
        lastRow++;
        OpenOperation operation =
                new OpenOperation(
                        lastRow,
                        request.id(),
                        request.gameId(),
                        request.node(),
                        request.kind(),
                        request.origin().source(),
                        reference,
                        request.image(),
                        request.reason(),
                        request.owner(),
                        Micros.of(request.startedAt()));
        rows.put(lastRow, new LoggedOperation(operation, Optional.empty()));
        return operation;
    }

    private boolean isTaken(String reference) {
        return rows.values().stream()
                .anyMatch(row -> row.operation().sourceRef().equals(Optional.of(reference)));
    }

    private static String apart(String reference, OperationRequest request) {
        int payload =
                Objects.hash(
                        request.gameId().value(),
                        request.kind().name(),
                        request.image(),
                        request.reason().map(Enum::name));
        return reference + "#" + Integer.toHexString(payload);
    }

    OpenOperation move(OpenOperation row, NodeId to) {
        OpenOperation moved = row.movedTo(to);
        rows.put(row.row(), new LoggedOperation(moved, Optional.empty()));
        return moved;
    }

    OpenOperation giveTo(LoggedOperation row, BootId owner) {
        OpenOperation old = row.operation();
        OpenOperation given =
                new OpenOperation(
                        old.row(),
                        old.id(),
                        old.gameId(),
                        old.node(),
                        old.kind(),
                        old.source(),
                        old.sourceRef(),
                        old.image(),
                        old.reason(),
                        owner,
                        old.startedAt());
        rows.put(old.row(), new LoggedOperation(given, Optional.empty()));
        return given;
    }

    void close(LoggedOperation row, Completion completion) {
        rows.put(
                row.operation().row(),
                new LoggedOperation(row.operation(), Optional.of(completion)));
    }

    void forget(List<Long> numbers) {
        rows.keySet().removeAll(numbers);
    }

    void remove(LoggedOperation row) {
        rows.remove(row.operation().row());
    }
}
