package rtm.domain.operation;

import rtm.domain.model.DependencyUnavailableException;

/** The result of an operation's look at the containers before it opens its row. */
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

    /** No look was made. */
    record None() implements FirstLook {}
}
