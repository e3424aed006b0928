package rtm.docker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.GameId;
import rtm.domain.port.StateFolders;

class HostStateFoldersTest {

    private static final UUID ID = UUID.randomUUID();

    private static final GameId GAME = new GameId("game-1");

    @TempDir Path root;

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    private int uid;
    private int gid;

    @BeforeEach
    void learnWhoWeAre() throws IOException {
        uid = (Integer) Files.getAttribute(root, "unix:uid");
        gid = (Integer) Files.getAttribute(root, "unix:gid");
    }

    @Test
    void aNewFolderHasItsModeForAnyUmask() throws IOException {
        String path = folders(0777).prepare(GAME);
        assertThat(path).isEqualTo(root.resolve("game-1").toString());
        assertThat(mode(Path.of(path))).isEqualTo(0777);
        assertThat(names()).containsExactly("game-1");
    }

    @Test
    void anExistingFolderStaysUnchanged() throws IOException {
        Path folder = Files.createDirectory(root.resolve("game-1"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("save"), "turn 12");
        folders(0755).prepare(GAME);
        assertThat(mode(folder)).isEqualTo(0700);
        assertThat(folder.resolve("save")).hasContent("turn 12");
    }

    @Test
    void aFolderIsGivenToItsOwner() throws IOException {
        assumeTrue(uid == 0, "only root gives folders away");
        Path folder = Path.of(folders(0750, 4711, 4712).prepare(GAME));
        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(4711);
        assertThat(Files.getAttribute(folder, "unix:gid")).isEqualTo(4712);
        assertThat(mode(folder)).isEqualTo(0750);
    }

    @Test
    void aFolderThatCannotGetItsOwnerNeverHasItsFinalName() throws IOException {
        assumeFalse(uid == 0, "root may give folders away");
        assertThatThrownBy(() -> folders(0750, uid + 1, gid).prepare(GAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be created")
                .hasMessageContaining("Operation not permitted");
        assertThat(root.resolve("game-1")).doesNotExist();
    }

    @Test
    void aSymbolicLinkInItsPlaceIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("game-1"), elsewhere);
        assertThatThrownBy(() -> folders(0750).prepare(GAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in the place of a state folder but is not a folder");
    }

    @Test
    void aFileInItsPlaceIsRefused() throws IOException {
        Files.writeString(root.resolve("game-1"), "");
        assertThatThrownBy(() -> folders(0750).prepare(GAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(root.resolve("game-1").toString());
    }

    @Test
    void anUnfinishedFolderOfACrashIsReplaced() throws IOException {
        Files.createDirectory(root.resolve(".new-game-1"));
        folders(0711).prepare(GAME);
        assertThat(names()).containsExactly("game-1");
        assertThat(mode(root.resolve("game-1"))).isEqualTo(0711);
    }

    @Test
    void anUnknownFileUnderTheUnfinishedNameIsNotUsed() throws IOException {
        Path other = Files.createDirectory(root.resolve(".new-game-1"));
        Files.writeString(other.resolve("file"), "kept");
        assertThatThrownBy(() -> folders(0711).prepare(GAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in the way");
        assertThat(other.resolve("file")).hasContent("kept");
    }

    @Test
    void manyAtOnceGetTheSameOneFolder() throws Exception {
        HostStateFolders folders = folders(0750);
        CyclicBarrier start = new CyclicBarrier(16);
        List<FutureTask<Object>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            FutureTask<Object> call =
                    new FutureTask<>(() -> {
                        start.await();
                        folders.prepare(GAME);
                        return Files.getAttribute(root.resolve("game-1"), "unix:ino");
                    });
            calls.add(call);
            Thread.ofVirtual().name("caller-" + i).start(call);
        }
        List<Object> seen = new ArrayList<>();
        for (FutureTask<Object> call : calls) {
            seen.add(call.get());
        }
        assertThat(seen).hasSize(16).containsOnly(seen.getFirst());
        assertThat(names()).containsExactly("game-1");
    }

    @Test
    void aGoodRootPassesAndKeepsNothing() throws IOException {
        assertThatCode(() -> folders(0750).verifyRoot()).doesNotThrowAnyException();
        assertThat(folders(0750).verifyOwnership()).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void aMissingRootIsNamed() {
        assertThatThrownBy(() -> foldersUnder(root.resolve("none")).verifyRoot())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/none does not exist: mount its disk, or create it");
    }

    @Test
    void aRootThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        assertThatThrownBy(() -> foldersUnder(file).verifyRoot())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a folder");
    }

    @Test
    void aRootThatCannotBeWrittenToIsNamed() throws IOException {
        assumeFalse(uid == 0, "root writes everywhere");
        Path closed = Files.createDirectory(root.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThatThrownBy(() -> foldersUnder(closed).verifyRoot())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this service's user cannot write to the state root");
    }

    @Test
    void aRootThatVanishedIsNamedByTheNextFolder() {
        assertThatThrownBy(() -> foldersUnder(root.resolve("none")).prepare(GAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be created")
                .hasMessageContaining("does not exist");
    }

    @Test
    void theMarkIsPrivateAndNoGameCanHaveItsName() throws IOException {
        folders(0750).markRoot(ID);

        assertThat(names()).containsExactly(".rtmanager");
        assertThat(mode(root.resolve(".rtmanager"))).isEqualTo(0700);
        assertThat(GameId.parse(".rtmanager")).isEmpty();
    }

    @Test
    void theMarkBelongsToTheOwnerOfTheRoot() throws IOException {
        assumeTrue(uid == 0, "only root gives folders away");
        Path owned = Files.createDirectory(root.resolve("owned"));
        Files.setAttribute(owned, "unix:gid", 4712);
        Files.setAttribute(owned, "unix:uid", 4711);

        foldersUnder(owned).markRoot(ID);

        assertThat(Files.getAttribute(owned.resolve(".rtmanager"), "unix:uid")).isEqualTo(4711);
        assertThat(Files.getAttribute(owned.resolve(".rtmanager"), "unix:gid")).isEqualTo(4712);
    }

    @Test
    void theMarkOfAnotherRootInTheSamePlaceIsAnotherOne() throws IOException {
        HostStateFolders folders = folders(0750);
        folders.markRoot(ID);
        Optional<StateFolders.Mark> first = folders.mark();
        Files.move(root.resolve(".rtmanager"), root.resolve("aside"));

        assertThat(folders.mark()).isEmpty();
        folders.markRoot(ID);
        assertThat(folders.mark()).isPresent().isNotEqualTo(first);
    }

    @Test
    void aFileInThePlaceOfTheMarkIsNamed() throws IOException {
        Files.writeString(root.resolve(".rtmanager"), "");

        assertThat(folders(0750).mark()).isEmpty();
        assertThatThrownBy(() -> folders(0750).markRoot(ID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be marked")
                .hasMessageContaining(".rtmanager is in the way");
    }

    @Test
    @Timeout(30)
    void aNoteIsWrittenOnItsOwnThreadAndVisibleToOtherProcesses() throws IOException {
        HostStateFolders folders = folders(0750);
        folders.markRoot(ID);
        Path save = Files.writeString(Path.of(folders.prepare(GAME)).resolve("save"), "turn 12");

        folders.note(GAME);

        Path note = root.resolve(".rtmanager/had-content/game-1");
        while (!Files.exists(note)) {
            Thread.onSpinWait();
        }
        Files.delete(save);
        assertThat(folders(0750).look(GAME)).isEqualTo(StateFolders.Found.EMPTIED);
    }

    @Test
    void aNoteThatCannotBeWrittenDoesNoHarm() throws IOException {
        HostStateFolders folders =
                new HostStateFolders(new StateFolderSettings(root, 0750, uid, gid), Runnable::run);
        folders.markRoot(ID);
        Files.writeString(root.resolve(".rtmanager/had-content"), "in the way");
        Files.writeString(Path.of(folders.prepare(GAME)).resolve("save"), "turn 12");

        folders.note(GAME);
        folders.note(GAME);

        assertThat(log.lines("WARN", "cannot record that a state folder has content")).hasSize(1);
        assertThat(folders.look(GAME)).isEqualTo(StateFolders.Found.THERE);
    }

    @Test
    void anUnreadableFolderCountsAsFull() throws IOException {
        assumeFalse(uid == 0, "root looks into everything");
        HostStateFolders folders = folders(0300);
        folders.prepare(GAME);

        assertThat(folders.look(GAME)).isEqualTo(StateFolders.Found.THERE);
        assertThat(folders.verifyOwnership()).isFalse();
    }

    private HostStateFolders folders(int mode) {
        return folders(mode, uid, gid);
    }

    private HostStateFolders folders(int mode, int owner, int group) {
        return new HostStateFolders(new StateFolderSettings(root, mode, owner, group));
    }

    private HostStateFolders foldersUnder(Path other) {
        return new HostStateFolders(new StateFolderSettings(other, 0750, uid, gid));
    }

    private static int mode(Path folder) throws IOException {
        return (Integer) Files.getAttribute(folder, "unix:mode") & 07777;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> content = Files.list(root)) {
            return content.map(path -> path.getFileName().toString()).toList();
        }
    }
}
