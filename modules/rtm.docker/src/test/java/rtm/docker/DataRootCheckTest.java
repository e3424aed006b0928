package rtm.docker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.domain.model.DependencyUnavailableException;

class DataRootCheckTest {

    private static final Optional<String> FOLDER = Optional.of("/srv/docker");

    @Test
    void aFullDiskIsNamedByItsFolder() {
        assertThatThrownBy(() -> new DataRootCheck(() -> FOLDER, _ -> true).check())
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("docker: the disk of its folder /srv/docker is full");
    }

    @Test
    void aDiskWithSpaceAnUnknownAndAnUnreadableOnePass() {
        assertThatCode(
                        () -> {
                            new DataRootCheck(() -> FOLDER, _ -> false).check();
                            new DataRootCheck(Optional::empty, _ -> true).check();
                            new DataRootCheck(() -> Optional.of("no\0path"), _ -> true).check();
                            new DataRootCheck(
                                            () -> FOLDER,
                                            folder -> {
                                                throw new NoSuchFileException(folder.toString());
                                            })
                                    .check();
                        })
                .doesNotThrowAnyException();
    }
}
