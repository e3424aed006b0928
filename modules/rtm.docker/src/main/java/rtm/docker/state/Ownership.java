package rtm.docker.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The owner of a folder. */
final class Ownership {

    private Ownership() {}

    /** Writes only a different value: changing an owner needs a capability, keeping it does not. */
    static void give(Path folder, String attribute, int wanted) throws IOException {
        if (!Integer.valueOf(wanted)
                .equals(Files.getAttribute(folder, attribute, NOFOLLOW_LINKS))) {
            Files.setAttribute(folder, attribute, wanted, NOFOLLOW_LINKS);
        }
    }
}
