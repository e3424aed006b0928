package rtm.main.settings.type;

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
import java.util.Map;

/**
 * A file with a secret, named by a variable that has {@code _FILE} at its end. A relative name is
 * below the folder in which systemd puts the credentials of a service.
 */
public final class SecretFile {

    /** The end of the name of a variable that names a file. */
    public static final String SUFFIX = "_FILE";

    private static final int MOST_BYTES = 64 * 1024;
    private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

    private SecretFile() {}

    /**
     * The file's text, without the line end after it.
     *
     * @param name the file's path, as the variable has it
     * @param environment says where credentials are
     * @throws IOException naming the file and the reason, if there is no such text
     */
    public static String read(String name, Map<String, String> environment) throws IOException {
        try {
            return content(path(name, environment));
        } catch (IOException unusable) {
            throw new IOException(
                    "names a file that cannot be used: %s: %s".formatted(name, reason(unusable)),
                    unusable);
        }
    }

    private static Path path(String name, Map<String, String> environment) throws IOException {
        try {
            Path path = Path.of(name);
            if (path.isAbsolute()) {
                return path;
            }
            String folder = environment.getOrDefault(CREDENTIALS, "");
            if (folder.isEmpty()) {
                throw new IOException(
                        "its path is relative to systemd's credentials (LoadCredential=), which only the service has; give an absolute path, or for a check of the service run: rtmanager check --as-service");
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
