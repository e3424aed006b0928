package rtm.domain.model;

import java.util.Optional;

/** Where a request came from; this decides how it waits, its row and its result. */
public sealed interface Origin {

    /** Who requested it, as the operation log names it. */
    OperationSource source();

    /** The unique reference of the job; empty for other origins. */
    Optional<String> sourceRef();

    /**
     * A job from a stream; it gets exactly one result.
     *
     * @param reference {@code <stream>/<entry id>}, unique in the operation log
     */
    record Job(String reference) implements Origin {
        @Override
        public OperationSource source() {
            return OperationSource.LOBBY_STREAM;
        }

        @Override
        public Optional<String> sourceRef() {
            return Optional.of(reference);
        }
    }

    /**
     * A call over HTTP; its answer is its result.
     *
     * @param source the caller that the header named
     */
    record Call(OperationSource source) implements Origin {
        @Override
        public Optional<String> sourceRef() {
            return Optional.empty();
        }
    }
}
