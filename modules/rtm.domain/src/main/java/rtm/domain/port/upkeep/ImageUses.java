package rtm.domain.port.upkeep;

import java.util.List;
import rtm.domain.model.ImageUse;

/** The images that rows name. */
public interface ImageUses {

    /** More than these are not returned. */
    int MOST_IMAGES = 10_000;

    /**
     * Every image that a record, an operation or an ending names; at most one more than {@link
     * #MOST_IMAGES}.
     *
     * @throws rtm.domain.model.DependencyUnavailableException when PostgreSQL does not answer in
     *     time
     */
    List<ImageUse> imageUses();
}
