//! The takes of the session as the history shows them: typed again, decoded again.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use parlo_core::history::{Outcome, PastTake};
use parlo_core::take_id::TakeId;

use super::Session;
use crate::config::{Settings, paths};
use crate::diag::print;
use crate::dictation::{Dictation, Model, auto_model};
use crate::ui::keymap::Action;
use crate::ui::layers::{History, LayerUpdate, TakeRow};

impl Session<'_> {
    /// Opens the history, or closes it.
    pub(super) fn toggle_history(&mut self, dictation: &mut Dictation) {
        let models = installed_models();
        let rows = take_rows(dictation);
        self.overlay.layers.toggle(Box::new(History::new(rows, models)));
    }

    /// Shows the open layers what there is now.
    pub(super) fn update_layers(&mut self, dictation: &mut Dictation) {
        self.update_scrollback_view();
        let changed = std::mem::take(&mut self.overlay.takes_changed);
        if changed && self.overlay.layers.is_open(Action::History) {
            self.overlay.layers.update(&LayerUpdate::Takes(take_rows(dictation)));
        }
    }

    /// Types the text of a take again; it is held and reviewed like that of a new one.
    pub(super) fn insert_take(&mut self, take: u128, dictation: &mut Dictation) {
        let past = dictation.history().take(TakeId(take));
        let Some(text) = past.map(|past| past.text.clone()) else { return };
        dictation.insert(self, text);
    }

    /// Decodes a take again, in the background.
    pub(super) fn transcribe_take(&mut self, take: u128, model: String, dictation: &mut Dictation) {
        let settings = Settings { model, ..self.setup.settings.clone() };
        let begun = Model::find(&settings, print::report)
            .and_then(|model| dictation.retranscribe(TakeId(take), &model));
        if let Err(error) = begun {
            self.overlay.layers.update(&LayerUpdate::Take(error.to_string()));
        }
    }
}

/// The takes so far, the newest first.
fn take_rows(dictation: &mut Dictation) -> Vec<TakeRow> {
    dictation.history().takes().map(row).collect()
}

/// The names of the models that can be used.
fn installed_models() -> Vec<String> {
    let installed = paths::model_directory().and_then(|folder| auto_model::installed(&folder));
    installed.unwrap_or_default().into_iter().map(|model| model.name).collect()
}

fn row(past: &PastTake) -> TakeRow {
    let at = Timestamp::try_from(past.at).unwrap_or_default().to_zoned(TimeZone::system());
    let state = match &past.outcome {
        Outcome::Waiting => "waiting",
        Outcome::Typed => "typed",
        Outcome::Cancelled => "cancelled",
        Outcome::NoWords => "no words",
        Outcome::Failed(_) => "failed",
    };
    TakeRow {
        take: past.id.0,
        at: at.strftime("%H:%M:%S").to_string(),
        duration: format!("{:.1} s", past.listened.as_secs_f32()),
        state: state.to_owned(),
        text: past.text.clone(),
        has_audio: past.has_sound(),
    }
}
