package rtm.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.StopReason;
import rtm.http.endpoint.Reply;
import rtm.http.endpoint.RuntimeService;

/** Records in memory, and operations that do whatever a test gives them to do. */
final class FakeRuntimes implements RuntimeService {

    final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<GameId, RuntimeRecord> records = new ConcurrentSkipListMap<>();
    private final List<OperationEntry> operations = new CopyOnWriteArrayList<>();
    private final Map<GameId, HealthSnapshot> snapshots = new ConcurrentHashMap<>();
    private final Map<GameId, String> output = new ConcurrentHashMap<>();
    private volatile Supplier<Reply> operation = () -> new Reply.Success(Records.running("g1"));
    private volatile Runnable beforeReading = () -> {};

    void put(RuntimeRecord runtime) {
        records.put(runtime.gameId(), runtime);
    }

    /** The operations that are told, newest first. */
    void put(OperationEntry entry) {
        operations.add(entry);
    }

    void put(HealthSnapshot seen) {
        snapshots.put(seen.gameId(), seen);
    }

    void write(String game, String text) {
        output.put(new GameId(game), text);
    }

    void operate(Supplier<Reply> how) {
        operation = how;
    }

    void beforeReading(Runnable what) {
        beforeReading = what;
    }

    @Override
    public Optional<RuntimeRecord> find(GameId gameId) {
        beforeReading.run();
        return Optional.ofNullable(records.get(gameId));
    }

    @Override
    public List<RuntimeRecord> list(Optional<RuntimeStatus> status) {
        beforeReading.run();
        return records.values().stream()
                .filter(runtime -> status.isEmpty() || status.get() == runtime.state().status())
                .toList();
    }

    @Override
    public List<OperationEntry> operations(GameId gameId, int limit) {
        beforeReading.run();
        return operations.stream()
                .filter(entry -> entry.gameId().equals(gameId))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<HealthSnapshot> health(GameId gameId) {
        beforeReading.run();
        return Optional.ofNullable(snapshots.get(gameId));
    }

    @Override
    public String logs(GameId gameId, int lines) {
        beforeReading.run();
        calls.add("logs " + gameId + " " + lines);
        return Optional.ofNullable(output.get(gameId))
                .orElseThrow(() -> new OperationException(ErrorCode.NOT_FOUND, "no container"));
    }

    @Override
    public Reply start(GameId gameId, ImageReference image, OperationSource source) {
        calls.add("start " + gameId + " " + image + " " + source.wire());
        return operation.get();
    }

    @Override
    public Reply stop(GameId gameId, StopReason reason, OperationSource source) {
        calls.add("stop " + gameId + " " + reason.wire() + " " + source.wire());
        return operation.get();
    }

    @Override
    public Reply restart(GameId gameId, OperationSource source) {
        calls.add("restart " + gameId + " " + source.wire());
        return operation.get();
    }

    @Override
    public Reply patch(GameId gameId, ImageReference image, OperationSource source) {
        calls.add("patch " + gameId + " " + image + " " + source.wire());
        return operation.get();
    }

    @Override
    public Reply cleanUp(GameId gameId, OperationSource source) {
        calls.add("cleanup " + gameId + " " + source.wire());
        return operation.get();
    }

    @Override
    public Reply acceptLostState(GameId gameId, OperationSource source) {
        calls.add("accept lost state " + gameId + " " + source.wire());
        return operation.get();
    }
}
