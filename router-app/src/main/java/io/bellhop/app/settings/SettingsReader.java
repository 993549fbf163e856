package io.bellhop.app.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.InvalidValueException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes one validated tree of what is set in several places. Thread safe. */
public final class SettingsReader {
  private final JsonMapper mapper = SettingsJson.mapper();
  private final ObjectNode defaults;

  /**
   * A reader for settings with certain defaults.
   *
   * @param defaults what holds where nothing is set
   */
  public SettingsReader(BellhopSettings defaults) {
    this.defaults = mapper.valueToTree(defaults);
  }

  /** The file, if any, over the defaults; the environment's secrets over it; then the options. */
  public BellhopSettings read(
      Optional<Path> file, Map<String, String> environment, List<SettingsLayer> options)
      throws SettingsException {
    List<SettingsLayer> layers = new ArrayList<>();
    if (file.isPresent()) {
      layers.add(YamlFile.read(file.get()));
    }
    layers.addAll(SettingsLayer.ofEnvironment(environment));
    layers.addAll(options);
    return merge(layers);
  }

  /** Every key that can be set, sections included. */
  public List<String> keys() {
    return SettingKeys.of(defaults);
  }

  private BellhopSettings merge(List<SettingsLayer> layers) throws SettingsException {
    ObjectNode tree = defaults.deepCopy();
    SettingsMerge merge = new SettingsMerge(defaults);
    for (SettingsLayer layer : layers) {
      merge.lay(layer, tree);
    }
    try {
      return mapper.treeToValue(tree, BellhopSettings.class);
    } catch (JsonMappingException e) {
      throw refused(layers, e);
    } catch (JsonProcessingException e) {
      throw new SettingsException(sources(layers) + ": " + e.getOriginalMessage(), e);
    }
  }

  private static SettingsException refused(List<SettingsLayer> layers, JsonMappingException e) {
    String key =
        e.getPath().stream()
            .map(step -> step.getFieldName() != null ? step.getFieldName() : "" + step.getIndex())
            .collect(Collectors.joining("."));
    String reason =
        e.getCause() instanceof InvalidValueException invalid
            ? invalid.getMessage()
            : e.getOriginalMessage();
    return new SettingsException(
        "%s: %s%s".formatted(sources(layers), key.isEmpty() ? "" : key + ": ", reason), e);
  }

  private static String sources(List<SettingsLayer> layers) {
    return layers.isEmpty()
        ? "defaults"
        : layers.stream().map(SettingsLayer::source).collect(Collectors.joining(", "));
  }
}
