package rtm.domain.rule;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationException;

/** An engine's limits: its image's labels, or the settings for missing labels. */
public final class LimitRules {

    private static final long MOST_PIDS = 4_194_304L;

    private LimitRules() {}

    /**
     * The limits for an engine whose image has these labels.
     *
     * @throws OperationException {@code start_config_invalid} if a label is invalid
     */
    public static EngineLimits resolve(Map<String, String> labels, EngineLimits defaults) {
        return new EngineLimits(
                read(labels, Labels.CPU_QUOTA, "processors, such as 1.5", CpuQuota::parse)
                        .orElse(defaults.cpu()),
                read(labels, Labels.MEMORY, "a size from 6m, such as 512m", MemorySize::parse)
                        .orElse(defaults.memory()),
                read(labels, Labels.PIDS_LIMIT, "a count from 1, such as 512", LimitRules::pids)
                        .orElse(defaults.pids()));
    }

    private static <T> Optional<T> read(
            Map<String, String> labels,
            String label,
            String accepted,
            Function<String, Optional<T>> parser) {
        String text = labels.get(label);
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(
                parser.apply(text)
                        .orElseThrow(() ->
                                new OperationException(
                                        ErrorCode.START_CONFIG_INVALID,
                                        "the image's label %s is \"%s\"; accepted: %s"
                                                .formatted(label, text, accepted))));
    }

    private static Optional<Long> pids(String text) {
        if (!text.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        long pids = Long.parseLong(text);
        return pids >= 1 && pids <= MOST_PIDS ? Optional.of(pids) : Optional.empty();
    }
}
