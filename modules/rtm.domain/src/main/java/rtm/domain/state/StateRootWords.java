package rtm.domain.state;

import java.util.Optional;
import java.util.UUID;
import rtm.domain.port.StateFolders.Mark;

/** Why a state root is not the right one, and what to do. */
final class StateRootWords {

    /** No root is recorded, and this one has no mark. */
    static final String UNMARKED =
            "it has no mark and no content of a recorded game. Mount its disk";

    /** It has a mark, and none of the folders. */
    static final String WITHOUT_FOLDERS =
            "it has a mark but no folder of a recorded game. Mount its disk";

    private StateRootWords() {}

    /** The records are about a root with another id. */
    static String another(Optional<Mark> mark, UUID expected) {
        String found =
                mark.isEmpty()
                        ? "it has no mark (expected id %s)".formatted(expected)
                        : mark.flatMap(Mark::id)
                                .map(id ->
                                        "it is another one (id %s, expected %s)"
                                                .formatted(id, expected))
                                .orElse("its mark has no id (expected %s)".formatted(expected));
        return found
                + ". Mount its disk; if it was moved or replaced on purpose, record it as the"
                + " runbook says";
    }

    static String strange(String root, String why) {
        return "the state root %s is not the one that the records are about: %s"
                .formatted(root, why);
    }
}
