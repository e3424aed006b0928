package rtm.domain.operation;

import java.util.Optional;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.RuntimeRecord;

/**
 * What a step works on while it holds the game.
 *
 * @param operation the open row
 * @param record the record as it was when the row was opened
 * @param look the look at its containers just before
 * @param resumed whether an earlier attempt may have changed Docker already
 * @param ownership to be asked before each change
 */
public record OperationContext(
        OpenOperation operation,
        Optional<RuntimeRecord> record,
        FirstLook look,
        boolean resumed,
        OwnershipCheck ownership) {}
