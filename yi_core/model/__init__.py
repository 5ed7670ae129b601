"""The Mixture-of-Experts model of Yi Core; importing it registers it with transformers' Auto classes."""

from transformers import AutoConfig, AutoModelForCausalLM

from .configuration import YiCoreConfig
from .modeling import YiCoreForCausalLM, YiCoreModel

AutoConfig.register("yi_core", YiCoreConfig, exist_ok=True)
AutoModelForCausalLM.register(YiCoreConfig, YiCoreForCausalLM, exist_ok=True)
YiCoreConfig.register_for_auto_class()
YiCoreForCausalLM.register_for_auto_class("AutoModelForCausalLM")

__all__ = ["YiCoreConfig", "YiCoreForCausalLM", "YiCoreModel"]
