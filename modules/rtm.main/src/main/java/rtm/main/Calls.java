package rtm.main;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.StopReason;
import rtm.domain.model.Verdict;
import rtm.domain.operation.Outcome;
import rtm.domain.port.RuntimeStore;
import rtm.domain.usecase.EngineLogs;
import rtm.domain.usecase.UseCases;
import rtm.http.endpoint.Reply;
import rtm.http.endpoint.RuntimeService;

/** What the routes ask for, handed to the use cases. */
final class Calls implements RuntimeService {

    private final RuntimeStore store;
    private final EngineLogs logs;
    private final UseCases useCases;

    Calls(RuntimeStore store, EngineLogs logs, UseCases useCases) {
        this.store = store;
        this.logs = logs;
        this.useCases = useCases;
    }

    @Override
    public Optional<RuntimeRecord> find(GameId gameId) {
        return store.find(gameId);
    }

    @Override
    public List<RuntimeRecord> list(Optional<RuntimeStatus> status) {
        return store.list(status);
    }

    @Override
    public List<OperationEntry> operations(GameId gameId, int limit) {
        return store.operations(gameId, limit);
    }

    @Override
    public Optional<HealthSnapshot> health(GameId gameId) {
        return store.findHealth(gameId);
    }

    @Override
    public String logs(GameId gameId, int lines) {
        return logs.tail(gameId, lines);
    }

    @Override
    public Reply start(GameId gameId, ImageReference image, OperationSource source) {
        return reply(() -> useCases.startRuntime().start(gameId, image, new Origin.Call(source)));
    }

    @Override
    public Reply stop(GameId gameId, StopReason reason, OperationSource source) {
        return reply(() -> useCases.stopRuntime().stop(gameId, reason, new Origin.Call(source)));
    }

    @Override
    public Reply restart(GameId gameId, OperationSource source) {
        return reply(() -> useCases.restartRuntime().restart(gameId, new Origin.Call(source)));
    }

    @Override
    public Reply patch(GameId gameId, ImageReference image, OperationSource source) {
        return reply(() -> useCases.patchRuntime().patch(gameId, image, new Origin.Call(source)));
    }

    @Override
    public Reply cleanUp(GameId gameId, OperationSource source) {
        return reply(() -> useCases.cleanupContainer().cleanUp(gameId, new Origin.Call(source)));
    }

    @Override
    public Reply acceptLostState(GameId gameId, OperationSource source) {
        return guarded(() -> new Reply.Success(useCases.acceptLostState().accept(gameId, source)));
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws InterruptedException;
    }

    private static Reply reply(Call<Outcome> call) {
        return guarded(() ->
                switch (call.run()) {
                    case Outcome.Settled(Verdict verdict, Optional<RuntimeRecord> runtime) ->
                            reply(verdict, runtime);
                    case Outcome.AlreadyDone _ ->
                            throw new IllegalStateException(
                                    "a call over HTTP is never done before");
                });
    }

    private static Reply guarded(Call<Reply> call) {
        try {
            return call.run();
        } catch (OwnershipLostException lost) {
            return new Reply.Failure(
                    ErrorCode.CONFLICT,
                    "another process took the game over; read its record and ask again");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new DependencyUnavailableException(
                    Dependency.DOCKER, "the service is stopping", null);
        }
    }

    private static Reply reply(Verdict verdict, Optional<RuntimeRecord> runtime) {
        return switch (verdict) {
            case Verdict.Done _, Verdict.Replayed _ -> new Reply.Success(runtime.orElseThrow());
            case Verdict.Failed(ErrorCode code, String message) -> new Reply.Failure(code, message);
        };
    }
}
