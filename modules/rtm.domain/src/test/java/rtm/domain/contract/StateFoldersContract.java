package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.GameId;
import rtm.domain.port.StateFolders;
import rtm.domain.port.StateFolders.Found;
import rtm.domain.port.StateFolders.Mark;

/** The contract of the state folders. */
public abstract class StateFoldersContract {

    private static final GameId GAME = new GameId("game-1");
    private static final GameId OTHER_GAME = new GameId("game-2");
    private static final UUID ID = UUID.randomUUID();

    /** For subclasses. */
    protected StateFoldersContract() {}

    /** The implementation, with an empty root without a mark; it records content at once. */
    protected abstract StateFolders folders();

    @Test
    void aFolderIsMissingUntilItIsMadeAndThenEmpty() throws IOException {
        assertThat(folders().look(GAME)).isEqualTo(Found.MISSING);

        assertThat(folders().prepare(GAME)).isEqualTo(folders().pathOf(GAME));

        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTY);
        assertThat(folders().look(OTHER_GAME)).isEqualTo(Found.MISSING);
    }

    @Test
    void onlyAnEmptyFolderIsDiscarded() throws IOException {
        folders().discard(GAME);
        folders().prepare(GAME);
        folders().discard(GAME);
        assertThat(folders().look(GAME)).isEqualTo(Found.MISSING);

        save();
        folders().discard(GAME);
        assertThat(saved()).hasContent("turn 12");
    }

    @Test
    void aTrialLeavesNothing() throws IOException {
        assertThat(folders().trial()).isEmpty();
        assertThat(folders().refusal()).isEmpty();
        assertThat(Path.of(folders().root())).isEmptyDirectory();
    }

    @Test
    void aFolderLiesInTheRoot() {
        assertThat(Path.of(folders().pathOf(GAME)).getParent()).hasToString(folders().root());
    }

    @Test
    void aFolderWithContentIsThereAndStaysAsItIs() throws IOException {
        save();

        folders().prepare(GAME);

        assertThat(folders().look(GAME)).isEqualTo(Found.THERE);
        assertThat(saved()).hasContent("turn 12");
    }

    @Test
    void whatComesWithAFileSystemIsNoContent() throws IOException {
        folders().prepare(GAME);
        Files.createDirectory(Path.of(folders().pathOf(GAME)).resolve("lost+found"));

        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTY);
    }

    @Test
    void aFolderIsEmptiedIfItsContentWasNoted() throws IOException {
        folders().markRoot(ID);
        save();
        folders().note(GAME);

        empty();

        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTIED);
    }

    @Test
    void anEmptyFolderIsNotNoted() throws IOException {
        folders().markRoot(ID);
        folders().prepare(GAME);
        folders().note(GAME);
        folders().note(OTHER_GAME);

        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTY);
    }

    @Test
    void aFolderMadeAgainForANewGameHadNoContent() throws IOException {
        folders().markRoot(ID);
        save();
        folders().note(GAME);
        empty();
        Files.delete(Path.of(folders().pathOf(GAME)));

        folders().prepare(GAME);

        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTY);
    }

    @Test
    void whereThereIsNoMarkNothingIsNoted() throws IOException {
        save();
        folders().note(GAME);
        folders().markRoot(ID);

        empty();

        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTY);
    }

    @Test
    void theMarkIsKept() throws IOException {
        assertThat(folders().mark()).isEmpty();

        folders().markRoot(ID);
        Optional<Mark> mark = folders().mark();
        folders().markRoot(ID);

        assertThat(mark).isPresent();
        assertThat(folders().mark()).isEqualTo(mark);
    }

    @Test
    void theMarkKeepsTheIdThatItGotFirst() throws IOException {
        assertThat(folders().markRoot(ID)).isEqualTo(ID);

        assertThat(folders().markRoot(UUID.randomUUID())).isEqualTo(ID);
        assertThat(folders().mark().flatMap(Mark::id)).contains(ID);
    }

    @Test
    void aLossIsNotedWithoutContentAndTheMarkThatItMakesHasNoId() throws IOException {
        folders().prepare(GAME);

        folders().noteLoss(GAME);

        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTIED);
        assertThat(folders().mark()).hasValueSatisfying(mark -> assertThat(mark.id()).isEmpty());
        assertThat(folders().markRoot(ID)).isEqualTo(ID);
        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTIED);
    }

    @Test
    void thatFoldersAreMissingIsNotedInAMarkThatKeepsItsId() throws IOException {
        folders().markRoot(ID);
        assertThat(folders().incomplete()).isFalse();

        folders().noteIncomplete();
        folders().noteIncomplete();

        assertThat(folders().incomplete()).isTrue();
        assertThat(folders().mark().flatMap(Mark::id)).contains(ID);
    }

    @Test
    void thatFoldersAreMissingIsNotedInAMarkWithoutAnId() throws IOException {
        folders().noteIncomplete();

        assertThat(folders().incomplete()).isTrue();
        assertThat(folders().mark()).hasValueSatisfying(mark -> assertThat(mark.id()).isEmpty());
    }

    @Test
    void anAcceptedLossMakesTheFolderAndForgetsItsContent() throws IOException {
        folders().markRoot(ID);
        save();
        folders().note(GAME);
        empty();

        folders().accept(GAME);
        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTY);

        Files.delete(Path.of(folders().pathOf(GAME)));
        folders().accept(GAME);
        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTY);
    }

    @Test
    void aLossCanBeAcceptedWithoutAMarkAndMakesNone() throws IOException {
        folders().accept(GAME);

        assertThat(folders().look(GAME)).isEqualTo(Found.EMPTY);
        assertThat(folders().mark()).isEmpty();
    }

    @Test
    void anAcceptedLossTouchesNoContent() throws IOException {
        folders().markRoot(ID);
        save();

        folders().accept(GAME);

        assertThat(saved()).hasContent("turn 12");
    }

    @Test
    void somethingElseInThePlaceOfAFolderIsNamed() throws IOException {
        Files.writeString(Path.of(folders().pathOf(GAME)), "");

        assertThatThrownBy(() -> folders().look(GAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "%s is in the place of a state folder but is not a folder",
                        folders().pathOf(GAME));
    }

    private Path saved() {
        return Path.of(folders().pathOf(GAME)).resolve("save");
    }

    private void save() throws IOException {
        folders().prepare(GAME);
        Files.writeString(saved(), "turn 12");
    }

    private void empty() throws IOException {
        Files.delete(saved());
    }
}
