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

    /** Enough to compare two ids; a mark that is made by hand needs the whole one. */
    private static final int PART_OF_ID = 8;

    private StateRootWords() {}

    /** It has the right mark, but the folders of most games are missing or were emptied. */
    static String withoutMost(long missing, long emptied, int games) {
        String what =
                emptied == 0
                        ? "have no folder in it"
                        : "have no folder in it (%d) or an empty one that had content (%d)"
                                .formatted(missing, emptied);
        return ("it has the right mark, but %d of the %d games that run or are stopped %s."
                        + " Mount its disk, or restore the folders")
                .formatted(missing + emptied, games, what);
    }

    /** The records are about a root with another id. */
    static String another(Optional<Mark> mark, UUID expected) {
        String found =
                mark.isEmpty()
                        ? "it has no mark (expected id %s)".formatted(part(expected))
                        : mark.flatMap(Mark::id)
                                .map(id ->
                                        "it is another one (id %s, expected %s)"
                                                .formatted(part(id), part(expected)))
                                .orElse(
                                        "its mark has no id (expected %s)"
                                                .formatted(part(expected)));
        return found
                + ". Mount its disk; if it was moved or replaced on purpose, record it as the"
                + " runbook says";
    }

    private static String part(UUID id) {
        return id.toString().substring(0, PART_OF_ID) + "...";
    }

    static String strange(String root, String why) {
        return "the state root %s is not the one that the records are about: %s"
                .formatted(root, why);
    }
}
