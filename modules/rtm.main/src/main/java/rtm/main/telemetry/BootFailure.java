package rtm.main.telemetry;

import java.io.Serial;
import java.util.List;

/** The process cannot start; one plain sentence for an operator per cause. */
public final class BootFailure extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final transient List<String> sentences;

    public BootFailure(List<String> sentences) {
        super(String.join(" ", sentences));
        this.sentences = List.copyOf(sentences);
    }

    public BootFailure(String sentence) {
        this(List.of(sentence));
    }

    public List<String> sentences() {
        return sentences;
    }
}
