import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab, undo } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, Prec, Transaction, type Extension } from '@codemirror/state';
import {
  drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, rectangularSelection,
} from '@codemirror/view';
import type { EditFacts } from '../watch/clip';
import { grammarOf, indentOf } from './languages';
import { theme } from './theme';

/// CodeMirror behind a small face: one editor, a kept state with its own undo history for each problem and language.
export interface EditorHost {
  onChange(source: string): void;
  /// False keeps a pasted or dropped text out.
  allowPaste(text: string): boolean;
  onEdit(facts: EditFacts, inserted: string): void;
  onCopied(text: string): void;
  onRun(): void;
  onSubmit(): void;
}

export interface EditorOptions {
  nonce: string;
  /// Long lines go on below instead of to the right: on narrow screens.
  wrap: boolean;
  readOnly: boolean;
}

const ours = Annotation.define<boolean>();

function insertedText(transaction: Transaction): string {
  const parts: string[] = [];
  transaction.changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => parts.push(inserted.toString()));
  return parts.join('');
}

export class CodeEditor {
  private readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private readonly grammar = new Compartment();
  private readonly wrapping = new Compartment();
  private key = '';

  constructor(
    parent: HTMLElement,
    private readonly host: EditorHost,
    private options: EditorOptions,
  ) {
    this.view = new EditorView({ parent, state: this.fresh('', 'c', '') });
  }

  /// Shows a program. The same problem and language again keeps the undo history; another text is put in as one
  /// undoable step.
  open(problem: string, language: string, source: string, label: string): void {
    const key = `${problem}/${language}`;
    if (key !== this.key) {
      this.states.set(this.key, this.view.state);
      this.key = key;
      this.view.setState(this.states.get(key) ?? this.fresh(source, language, label));
      this.setWrap(this.options.wrap);
      void this.loadGrammar(key, language);
    }
    if (this.view.state.doc.toString() !== source)
      this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: source }, annotations: ours.of(true) });
  }

  setWrap(wrap: boolean): void {
    this.options = { ...this.options, wrap };
    this.view.dispatch({ effects: this.wrapping.reconfigure(this.wrapExtension()) });
  }

  insert(text: string): void {
    this.view.dispatch(this.view.state.replaceSelection(text), { userEvent: 'input.type', annotations: ours.of(false) });
    this.view.focus();
  }

  undo(): void {
    undo(this.view);
    this.view.focus();
  }

  focus(): void {
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }

  private wrapExtension(): Extension {
    return this.options.wrap ? EditorView.lineWrapping : [];
  }

  private async loadGrammar(key: string, language: string): Promise<void> {
    const grammar = await grammarOf(language);
    if (this.key === key)
      this.view.dispatch({ effects: this.grammar.reconfigure(grammar) });
  }

  private fresh(source: string, language: string, label: string): EditorState {
    return EditorState.create({ doc: source, extensions: [this.extensions(language, label)] });
  }

  private extensions(language: string, label: string): Extension[] {
    return [
      EditorView.cspNonce.of(this.options.nonce),
      this.options.readOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : this.editing(language),
      lineNumbers(),
      highlightSpecialChars(),
      bracketMatching(),
      drawSelection(),
      EditorState.tabSize.of(4),
      this.grammar.of([]),
      this.wrapping.of(this.wrapExtension()),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off', tabindex: '0' }),
      theme,
    ];
  }

  private editing(language: string): Extension[] {
    return [
      Prec.highest(keymap.of([
        { key: 'Mod-Enter', run: () => { this.host.onRun(); return true; } },
        { key: 'Mod-Shift-Enter', run: () => { this.host.onSubmit(); return true; } },
      ])),
      history(),
      dropCursor(),
      rectangularSelection(),
      indentOnInput(),
      closeBrackets(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      indentUnit.of(indentOf(language)),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, indentWithTab]),
      this.clipboard(),
      EditorView.updateListener.of((update) => {
        update.transactions.forEach((transaction) => this.watch(transaction));
        if (update.docChanged && !update.transactions.every((transaction) => transaction.annotation(ours) === true))
          this.host.onChange(update.state.doc.toString());
      }),
    ];
  }

  private clipboard(): Extension {
    const remember = (): boolean => {
      const { state } = this.view;
      state.selection.ranges.forEach((range) =>
        this.host.onCopied(range.empty ? `${state.doc.lineAt(range.head).text}\n` : state.sliceDoc(range.from, range.to)));
      return false;
    };
    const enter = (data: DataTransfer | null, event: Event): boolean => {
      const text = data?.getData('text/plain') ?? '';
      if (text === '' || this.host.allowPaste(text))
        return false;
      event.preventDefault();
      return true;
    };
    return EditorView.domEventHandlers({
      copy: remember,
      cut: remember,
      dragstart: remember,
      paste: (event) => enter(event.clipboardData, event),
      drop: (event) => enter(event.dataTransfer, event),
    });
  }

  private watch(transaction: Transaction): void {
    if (!transaction.docChanged)
      return;
    const inserted = insertedText(transaction);
    this.host.onEdit(
      {
        userEvent: transaction.annotation(Transaction.userEvent) ?? null,
        inserted: inserted.length,
        composing: this.view.composing,
        ours: transaction.annotation(ours) !== undefined,
      },
      inserted,
    );
  }
}
