using System.Runtime.InteropServices;

namespace Pipeline.Inference.Native;

/// <summary>The functions of llama.cpp v0.5.0 that we call, as include/llama.h and ggml-backend.h declare them.
/// <see cref="LlamaLibrary"/> maps the library names to files.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Llama = "llama";
    internal const string Ggml = "ggml";
    internal const string GgmlBase = "ggml-base";

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_load_all_from_path", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void LoadAllBackends(string directory);

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_load", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint LoadBackend(string file);

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_dev_count")]
    internal static partial nuint DeviceCount();

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_dev_get")]
    internal static partial nint GetDevice(nuint index);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_type")]
    internal static partial int GetDeviceType(nint device);

    [LibraryImport(Llama, EntryPoint = "llama_version")]
    internal static partial nint Version();

    [LibraryImport(Llama, EntryPoint = "llama_backend_init")]
    internal static partial void InitializeBackend();

    [LibraryImport(Llama, EntryPoint = "llama_log_set")]
    internal static partial void SetLog(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    [LibraryImport(Llama, EntryPoint = "llama_model_default_params")]
    internal static partial LlamaModelParams DefaultModelParams();

    [LibraryImport(Llama, EntryPoint = "llama_context_default_params")]
    internal static partial LlamaContextParams DefaultContextParams();

    [LibraryImport(Llama, EntryPoint = "llama_model_load_from_file", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint LoadModel(string path, LlamaModelParams parameters);

    [LibraryImport(Llama, EntryPoint = "llama_model_free")]
    internal static partial void FreeModel(nint model);

    [LibraryImport(Llama, EntryPoint = "llama_init_from_model")]
    internal static partial nint NewContext(ModelHandle model, LlamaContextParams parameters);

    [LibraryImport(Llama, EntryPoint = "llama_free")]
    internal static partial void FreeContext(nint context);

    [LibraryImport(Llama, EntryPoint = "llama_n_ctx")]
    internal static partial uint ContextSize(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_model_n_ctx_train")]
    internal static partial int TrainingContextSize(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_get_vocab")]
    internal static partial nint GetVocabulary(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_n_tokens")]
    internal static partial int TokenCount(nint vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_type")]
    internal static partial int VocabularyType(nint vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_bos")]
    internal static partial int BeginOfSequence(nint vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_get_add_bos")]
    internal static partial byte AddsBeginOfSequence(nint vocabulary);

    [LibraryImport(Llama, EntryPoint = "llama_vocab_get_attr")]
    internal static partial int GetTokenAttributes(nint vocabulary, int token);

    [LibraryImport(Llama, EntryPoint = "llama_token_to_piece")]
    internal static partial int TokenToPiece(nint vocabulary, int token, byte* buffer, int length, int leftStrip, byte special);

    [LibraryImport(Llama, EntryPoint = "llama_tokenize")]
    internal static partial int Tokenize(nint vocabulary, byte* text, int textLength, int* tokens, int maxTokens, byte addSpecial, byte parseSpecial);

    [LibraryImport(Llama, EntryPoint = "llama_model_meta_val_str", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetMetadata(ModelHandle model, string key, byte* buffer, nuint size);

    [LibraryImport(Llama, EntryPoint = "llama_model_desc")]
    internal static partial int Describe(ModelHandle model, byte* buffer, nuint size);

    [LibraryImport(Llama, EntryPoint = "llama_model_n_params")]
    internal static partial ulong ParameterCount(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_has_encoder")]
    internal static partial byte HasEncoder(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_chat_template")]
    internal static partial nint GetChatTemplate(ModelHandle model, nint name);

    [LibraryImport(Llama, EntryPoint = "llama_chat_apply_template")]
    internal static partial int ApplyChatTemplate(byte* template, LlamaChatMessage* messages, nuint count, byte addAssistant, byte* buffer, int length);

    [LibraryImport(Llama, EntryPoint = "llama_get_memory")]
    internal static partial nint GetMemory(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_memory_seq_cp")]
    internal static partial void CopySequence(nint memory, int source, int destination, int from, int to);

    [LibraryImport(Llama, EntryPoint = "llama_memory_seq_rm")]
    internal static partial byte RemoveSequence(nint memory, int sequence, int from, int to);

    [LibraryImport(Llama, EntryPoint = "llama_decode")]
    internal static partial int Decode(ContextHandle context, LlamaBatch batch);

    [LibraryImport(Llama, EntryPoint = "llama_get_logits_ith")]
    internal static partial float* GetLogits(ContextHandle context, int index);
}
