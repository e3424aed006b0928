package rtm.docker.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import rtm.domain.text.FailureWords;

/** Turns an error of the file system into a message for an operator. */
final class FileErrors {

    private FileErrors() {}

    static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case FileAlreadyExistsException e -> e.getFile() + " is in the way";
            case DirectoryNotEmptyException e -> e.getFile() + " is in the way";
            case AccessDeniedException e -> "no permission on " + e.getFile();
            case FileSystemException e ->
                    Optional.ofNullable(e.getReason()).orElse("no reason is known")
                            + " ("
                            + e.getFile()
                            + ")";
            default -> FailureWords.of(failure);
        };
    }
}
