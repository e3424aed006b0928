package rtm.main.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import rtm.main.settings.type.Parsed;
import rtm.main.settings.type.VariableTypes;

/** The name of this machine, as the kernel has it. */
final class HostName {

    private static final Path FILE = Path.of("/proc/sys/kernel/hostname");

    /** Many machines have this name, so it identifies none. */
    private static final String NOBODY = "localhost";

    private HostName() {}

    /** The name; empty if it cannot be read, or cannot be the name of a node. */
    static Optional<String> read() {
        return read(FILE);
    }

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip())
                    .filter(name -> !name.equals(NOBODY))
                    .filter(HostName::fits);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static boolean fits(String name) {
        return switch (VariableTypes.nodeName().parser().apply(name)) {
            case Parsed.Value<String> _ -> true;
            case Parsed.Refused<String> _ -> false;
        };
    }
}
