package rtm.docker.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose a folder is. */
final class Ownership {

    private Ownership() {}

    /** Only where it differs: giving a folder away takes a capability, keeping it takes none. */
    static void give(Path folder, String attribute, int wanted) throws IOException {
        if (!Integer.valueOf(wanted)
                .equals(Files.getAttribute(folder, attribute, NOFOLLOW_LINKS))) {
            Files.setAttribute(folder, attribute, wanted, NOFOLLOW_LINKS);
        }
    }
}
