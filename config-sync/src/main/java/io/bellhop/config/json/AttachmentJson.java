package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.TerminalSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code {}} for plain streams, or {@code {"terminal":{"rows":24,"columns":80}}}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AttachmentJson(@Nullable TerminalJson terminal) {

  /** {@code {"rows":24,"columns":80}}. */
  record TerminalJson(int rows, int columns) {}

  static AttachmentJson of(Attachment attachment) {
    return new AttachmentJson(
        attachment
            .terminal()
            .map(size -> new TerminalJson(size.rows(), size.columns()))
            .orElse(null));
  }

  Attachment toModel() {
    return new Attachment(
        Optional.ofNullable(terminal).map(size -> new TerminalSize(size.rows(), size.columns())));
  }
}
