package rtm.main.settings;

import java.time.Duration;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.PullPolicy;

/**
 * The settings for all engines.
 *
 * @param defaultLimits the limits of an engine whose image does not set them
 * @param pullPolicy when an image is pulled before a start
 * @param stopGrace how long an engine may take to exit after its stop signal; zero to kill it at
 *     once
 * @param patchHealthTimeout how long a patched engine may take to become healthy; zero not to wait
 */
public record EngineSettings(
        EngineLimits defaultLimits,
        PullPolicy pullPolicy,
        Duration stopGrace,
        Duration patchHealthTimeout) {}
