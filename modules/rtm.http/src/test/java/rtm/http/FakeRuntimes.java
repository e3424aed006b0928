package rtm.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.StopReason;

/** Records in memory, and operations that do whatever a test gives them to do. */
final class FakeRuntimes implements RuntimeService {

    final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<GameId, RuntimeRecord> records = new ConcurrentSkipListMap<>();
    private volatile Supplier<Reply> operation = () -> new Reply.Success(Records.running("g1"));
    private volatile Runnable beforeReading = () -> {};

    void put(RuntimeRecord runtime) {
        records.put(runtime.gameId(), runtime);
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
}
