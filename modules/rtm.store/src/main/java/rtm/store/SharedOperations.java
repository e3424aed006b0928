package rtm.store;

import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.OperationRequest;
import rtm.domain.port.RuntimeStore.OpenResult;
import rtm.domain.time.SharedCalls;
import rtm.store.table.CommitTogether;
import rtm.store.table.OpenTogether;
import rtm.store.table.RowReader;

/**
 * Opens and closes rows of several games in one transaction while many operations wait, like those
 * of a backlog. What does not suit, or fails, is left to the caller. Within a trace nothing is
 * shared: the statements belong to one trace.
 */
final class SharedOperations {

    private final Database database;
    private final RowReader rows;
    private final Signals signals;
    private final Function<OperationRequest, OpenResult> openAlone;
    private final Consumer<Completion> commitAlone;
    private final SharedCalls<OperationRequest, Optional<OpenResult>> opening =
            new SharedCalls<>(this::open);
    private final SharedCalls<Completion, Boolean> closing = new SharedCalls<>(this::close);

    /**
     * Shares nothing yet.
     *
     * @param openAlone opens the row of a game without a live container
     * @param commitAlone commits one operation
     */
    SharedOperations(
            Database database,
            RowReader rows,
            Signals signals,
            Function<OperationRequest, OpenResult> openAlone,
            Consumer<Completion> commitAlone) {
        this.database = database;
        this.rows = rows;
        this.signals = signals;
        this.openAlone = openAlone;
        this.commitAlone = commitAlone;
    }

    /** The result; empty if the caller must open the row alone. */
    Optional<OpenResult> openRow(
            OperationRequest request,
            Optional<BootId> takeOverFrom,
            Optional<Set<ContainerId>> live) {
        boolean suits =
                takeOverFrom.isEmpty()
                        && live.filter(Set::isEmpty).isPresent()
                        && !request.kind().needsHostName()
                        && !request.kind().isAboutTheRecordsImage()
                        && !Span.current().getSpanContext().isValid();
        return suits ? opening.ask(request) : Optional.empty();
    }

    /** Whether it was committed; if not, the caller must do it alone. */
    boolean commit(Completion completion) {
        return CommitTogether.suits(completion)
                && !Span.current().getSpanContext().isValid()
                && closing.ask(completion);
    }

    private List<Optional<OpenResult>> open(List<OperationRequest> requests) {
        if (requests.size() == 1) {
            return List.of(Optional.of(openAlone.apply(requests.getFirst())));
        }
        return together(
                requests,
                Optional.empty(),
                () ->
                        database.write(
                                "opening the rows of %d operations".formatted(requests.size()),
                                connection -> new OpenTogether(connection, rows, requests).run()));
    }

    private List<Boolean> close(List<Completion> completions) {
        if (completions.size() == 1) {
            commitAlone.accept(completions.getFirst());
            return List.of(true);
        }
        return together(completions, false, () -> commit(completions));
    }

    private List<Boolean> commit(List<Completion> completions) {
        List<Boolean> committed =
                database.inTransaction(
                        "committing %d operations".formatted(completions.size()),
                        connection -> {
                            List<Boolean> done = CommitTogether.run(connection, completions);
                            signals.closed(
                                    connection,
                                    IntStream.range(0, completions.size())
                                            .filter(done::get)
                                            .mapToObj(completions::get)
                                            .toList());
                            return done;
                        });
        database.writeSucceeded();
        return committed;
    }

    /** PostgreSQL may refuse or delay them because of one game; then each is tried alone. */
    private static <Q, A> List<A> together(List<Q> all, A alone, Supplier<List<A>> call) {
        try {
            return call.get();
        } catch (DependencyUnavailableException away) {
            if (!away.isRefusal() && !SqlAnswer.mayBeOfOneRow(away.reason())) {
                throw away;
            }
        } catch (StoreDefectException _) {
            // Each alone fails with its own words.
        }
        return all.stream().map(_ -> alone).toList();
    }
}
