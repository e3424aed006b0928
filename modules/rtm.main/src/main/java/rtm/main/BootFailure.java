package rtm.main;

import java.io.Serial;
import java.util.List;

/** The process cannot start; one plain sentence for an operator per cause. */
final class BootFailure extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final transient List<String> sentences;

    BootFailure(List<String> sentences) {
        super(String.join(" ", sentences));
        this.sentences = List.copyOf(sentences);
    }

    BootFailure(String sentence) {
        this(List.of(sentence));
    }

    List<String> sentences() {
        return sentences;
    }
}
