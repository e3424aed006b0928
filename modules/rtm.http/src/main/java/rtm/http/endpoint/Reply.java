package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.RuntimeRecord;

/** How an operation ended. */
public sealed interface Reply {

    /**
     * It was done, or there was nothing to do.
     *
     * @param runtime the record as it is now
     */
    record Success(RuntimeRecord runtime) implements Reply {}

    /**
     * It was refused or went wrong.
     *
     * @param code what the caller is told
     * @param message for an operator: what was tried, on what, what to do
     */
    record Failure(ErrorCode code, String message) implements Reply {}
}
