package rtm.main.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the secrets that are in files: every variable that may hold one has a second name, with
 * {@code _FILE} at its end, that names a file with its value. A relative name is below the folder
 * in which systemd puts the credentials of a service.
 */
final class SecretFiles {

    static final String SUFFIX = "_FILE";
    static final int MOST_BYTES = 64 * 1024;

    private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

    private final Map<String, String> resolved;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();

    private SecretFiles(Map<String, String> entries) {
        this.resolved = new HashMap<>(entries);
        variables().forEach(this::resolve);
    }

    /** The environment with the contents of the files in the places of their names. */
    static SecretFiles read(Map<String, String> entries) {
        return new SecretFiles(entries);
    }

    /** The variables that may hold a secret. */
    static Stream<Variable<?>> variables() {
        return Variables.all().filter(variable -> variable.secrecy() != Secrecy.NONE);
    }

    /** The name of the variable that names the file. */
    static String fileName(Variable<?> variable) {
        return variable.name() + SUFFIX;
    }

    Environment environment() {
        return new Environment(resolved);
    }

    /** What is wrong with the files. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Whether a variable has no value because its file cannot be read. */
    boolean unread(String variable) {
        return unread.contains(variable);
    }

    private void resolve(Variable<?> variable) {
        String name = fileName(variable);
        String file = resolved.getOrDefault(name, "").strip();
        if (file.isEmpty()) {
            return;
        }
        if (!resolved.getOrDefault(variable.name(), "").isEmpty()) {
            problems.add(
                    new Problem(
                            name,
                            "is set, and so is %s; remove one of them".formatted(variable.name())));
            return;
        }
        try {
            resolved.put(variable.name(), content(path(file)));
        } catch (IOException unusable) {
            unread.add(variable.name());
            problems.add(
                    new Problem(
                            name,
                            "names a file that cannot be used: %s: %s"
                                    .formatted(file, reason(unusable))));
        }
    }

    private Path path(String file) throws IOException {
        try {
            Path path = Path.of(file);
            if (path.isAbsolute()) {
                return path;
            }
            String folder = resolved.getOrDefault(CREDENTIALS, "");
            if (folder.isEmpty()) {
                throw new IOException(
                        "its path is relative, but systemd has given no credentials (LoadCredential=)");
            }
            return Path.of(folder).resolve(path);
        } catch (InvalidPathException none) {
            throw new IOException("it is no path", none);
        }
    }

    private static String content(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is larger than %d KiB".formatted(MOST_BYTES / 1024));
        }
        String text = decoded(bytes).replaceFirst("\r?\n\\z", "");
        if (text.isEmpty()) {
            throw new IOException("it is empty");
        }
        return text;
    }

    private static String decoded(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException binary) {
            throw new IOException("it is no text in UTF-8", binary);
        }
    }

    private static String reason(IOException unusable) {
        return switch (unusable) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(unusable.getMessage());
        };
    }
}
