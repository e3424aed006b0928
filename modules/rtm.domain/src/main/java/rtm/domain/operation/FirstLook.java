package rtm.domain.operation;

import rtm.domain.model.DependencyUnavailableException;

/** What came of the look at a game's containers that an operation makes before it opens its row. */
public sealed interface FirstLook {

    /**
     * Docker answered.
     *
     * @param containers what there is
     */
    record Found(FoundContainers containers) implements FirstLook {}

    /**
     * Docker did not answer; not every operation needs to know.
     *
     * @param away why not
     */
    record Failed(DependencyUnavailableException away) implements FirstLook {}

    /** Nobody has looked. */
    record None() implements FirstLook {}
}
