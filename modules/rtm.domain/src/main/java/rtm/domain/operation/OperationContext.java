package rtm.domain.operation;

import java.util.Optional;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;

/**
 * What a step works with while it owns the game.
 *
 * @param operation the open row
 * @param record the record at the time when the row was opened
 * @param look the look at the containers just before
 * @param resumed whether an earlier attempt may have changed Docker
 * @param ownership is checked before each change
 */
public record OperationContext(
        OpenOperation operation,
        Optional<RuntimeRecord> record,
        FirstLook look,
        boolean resumed,
        OwnershipCheck ownership) {}
