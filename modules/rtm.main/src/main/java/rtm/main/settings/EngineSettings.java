package rtm.main.settings;

import java.time.Duration;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.PullPolicy;

/**
 * What is settled for all engines alike.
 *
 * @param defaultLimits what an engine may use where its image does not say
 * @param pullPolicy when an image is pulled before a start
 * @param stopGrace how long an engine may take to end by itself; zero to kill it at once
 * @param patchHealthTimeout how long a patched engine may take to be healthy; zero not to wait
 */
public record EngineSettings(
        EngineLimits defaultLimits,
        PullPolicy pullPolicy,
        Duration stopGrace,
        Duration patchHealthTimeout) {}
